/** "Inbound port rules": who gets in from outside. */
import { Checkbox, Field, makeStyles, Radio, RadioGroup, tokens } from '@fluentui/react-components'
import { Section, type StepProps } from './form-parts.js'
import { inboundPorts } from './machine-form.js'

const useStyles = makeStyles({
  ports: { display: 'flex', flexWrap: 'wrap', margin: 0, padding: 0, border: 'none' },
  problem: { color: tokens.colorPaletteRedForeground1, fontSize: tokens.fontSizeBase200, inlineSize: '100%' },
})

export function PortsSection({ form, set, problem }: StepProps) {
  const styles = useStyles()
  const wrong = problem('inboundPorts')
  return (
    <Section
      title="Inbound port rules"
      text="Ports that can be reached at the public IP address. Rules can be changed later."
    >
      <Field label="Public inbound ports" required>
        <RadioGroup
          layout="horizontal"
          value={form.allowsInbound ? 'allow' : 'none'}
          onChange={(_, { value }) => set({ allowsInbound: value === 'allow' })}
        >
          <Radio value="none" label="None" />
          <Radio value="allow" label="Allow selected ports" />
        </RadioGroup>
      </Field>
      {form.allowsInbound ? (
        <fieldset className={styles.ports}>
          <legend>Select inbound ports</legend>
          {inboundPorts.map((port) => (
            <Checkbox
              key={port}
              label={port}
              checked={form.inboundPorts.includes(port)}
              onChange={(_, { checked }) =>
                set({
                  inboundPorts: inboundPorts.filter((one) =>
                    one === port ? checked : form.inboundPorts.includes(one),
                  ),
                })
              }
            />
          ))}
          {wrong === undefined ? null : (
            <span role="alert" className={styles.problem}>
              {wrong}
            </span>
          )}
        </fieldset>
      ) : null}
    </Section>
  )
}
