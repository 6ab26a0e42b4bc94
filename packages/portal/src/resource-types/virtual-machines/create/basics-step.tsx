/** The tab "Basics". */
import { Field, Input, makeStyles, Radio, RadioGroup, Select } from '@fluentui/react-components'
import { type Location, regionText } from '../../locations.js'
import type { MachineSize } from '../size-table.js'
import { AccountSection } from './account-section.js'
import { fieldProblem, MissingOption, Section, type StepProps } from './form-parts.js'
import { type Group, GroupField } from './group-field.js'
import { imageKey, offeredImages } from './images.js'
import { isWindowsForm, withImage } from './machine-form.js'
import { PortsSection } from './ports-section.js'
import { SizeField } from './size-field.js'

export interface Choices {
  readonly subscriptions: readonly { readonly subscriptionId: string; readonly displayName: string }[]
  readonly groups: readonly Group[]
  readonly regions: readonly Location[]
  readonly sizes: readonly MachineSize[] | undefined
  readonly sizesError: Error | null
}

const useStyles = makeStyles({ indent: { display: 'grid', gap: '12px', paddingInlineStart: '16px' } })

export function BasicsStep({ choices, ...step }: StepProps & { readonly choices: Choices }) {
  const styles = useStyles()
  const { form, set, problem } = step
  return (
    <>
      <Section title="Project details" text="Where the virtual machine and everything that is made with it will be.">
        <Field label="Subscription" required {...fieldProblem(problem('subscriptionId'))}>
          <Select
            value={form.subscriptionId}
            onChange={(_, { value }) =>
              set({ subscriptionId: value, resourceGroup: '', isNewGroup: false, subnetId: undefined })
            }
          >
            {choices.subscriptions.map(({ subscriptionId, displayName }) => (
              <option key={subscriptionId} value={subscriptionId}>
                {displayName}
              </option>
            ))}
          </Select>
        </Field>
        <div className={styles.indent}>
          <GroupField {...step} groups={choices.groups} />
        </div>
      </Section>
      <Section title="Instance details">
        <Field label="Virtual machine name" required {...fieldProblem(problem('name'))}>
          <Input value={form.name} onChange={(_, { value }) => set({ name: value })} autoComplete="off" />
        </Field>
        <Field label="Region" required {...fieldProblem(problem('location'))}>
          <Select value={form.location} onChange={(_, { value }) => set({ location: value, subnetId: undefined })}>
            {choices.regions.map((region) => (
              <option key={region.name} value={region.name}>
                {regionText(region)}
              </option>
            ))}
          </Select>
        </Field>
        <MissingOption label="Availability zones" reason="zones. Every machine runs on this computer." />
        <Field label="Image" required>
          <Select value={form.image} onChange={(_, { value }) => set(withImage(form, value))}>
            {offeredImages.map((image) => (
              <option key={imageKey(image)} value={imageKey(image)}>
                {image.label}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="VM architecture">
          <RadioGroup layout="horizontal" value="x64">
            <Radio value="Arm64" label="Arm64" disabled />
            <Radio value="x64" label="x64" />
          </RadioGroup>
        </Field>
        <SizeField {...step} sizes={choices.sizes} error={choices.sizesError} />
      </Section>
      <AccountSection {...step} />
      <PortsSection {...step} />
      {isWindowsForm(form) ? (
        <Section title="Licensing">
          <MissingOption
            label="Would you like to use an existing Windows Server license?"
            reason="licences and bills."
          />
        </Section>
      ) : null}
    </>
  )
}
