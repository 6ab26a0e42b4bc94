/** The tabs "Disks", "Management", "Monitoring", "Advanced" and "Tags". */
import { Button, Checkbox, Field, Input, makeStyles, Select, Text, Textarea } from '@fluentui/react-components'
import { DeleteRegular } from '@fluentui/react-icons'
import { MissingOption, Section, type StepProps } from './form-parts.js'
import { diskTypes, type TagRow } from './machine-form.js'

const useStyles = makeStyles({
  tag: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'end' },
  input: { flex: '1 1 140px', minInlineSize: 0 },
})

export const DisksStep = ({ form, set }: StepProps) => (
  <>
    <Section title="VM disk encryption">
      <MissingOption label="Encryption at host" reason="disks that hold data." />
    </Section>
    <Section title="OS disk">
      <Field label="OS disk type" required>
        <Select value={form.diskType} onChange={(_, { value }) => set({ diskType: value })}>
          {Object.entries(diskTypes).map(([type, label]) => (
            <option key={type} value={type}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <Checkbox
        label="Delete with VM"
        checked={form.deletesDisk}
        onChange={(_, { checked }) => set({ deletesDisk: checked === true })}
      />
    </Section>
    <Section title="Data disks">
      <MissingOption
        label="Create and attach a new disk"
        reason="data disks by this form; az vm disk attach adds them."
      />
    </Section>
  </>
)

export const ManagementStep = ({ form, set }: StepProps) => (
  <>
    <Section title="Identity">
      <Checkbox
        label="Enable system assigned managed identity"
        checked={form.systemAssigned}
        onChange={(_, { checked }) => set({ systemAssigned: checked === true })}
      />
    </Section>
    <Section title="Microsoft Entra ID">
      <MissingOption
        label="Login with Microsoft Entra ID"
        reason="sign-in to machines with accounts of the directory. Use the administrator account."
      />
    </Section>
    <Section title="Auto-shutdown">
      <MissingOption label="Enable auto-shutdown" reason="schedules." />
    </Section>
    <Section title="Backup">
      <MissingOption label="Enable backup" reason="recovery vaults." />
    </Section>
  </>
)

export const MonitoringStep = () => (
  <>
    <Section title="Alerts">
      <MissingOption label="Enable recommended alert rules" reason="alerts." />
    </Section>
    <Section title="Diagnostics">
      <Checkbox label="Boot diagnostics: enable with managed storage account" checked disabled />
      <MissingOption label="Enable OS guest diagnostics" reason="metrics of machines." />
    </Section>
  </>
)

export const AdvancedStep = ({ form, set }: StepProps) => (
  <>
    <Section title="Extensions">
      <MissingOption
        label="Select an extension to install"
        reason="a gallery of extensions; az vm extension set adds one."
      />
    </Section>
    <Section
      title="Custom data"
      text="A text that the virtual machine finds when it starts for the first time, often a script."
    >
      <Field label="Custom data">
        <Textarea value={form.customData} rows={6} onChange={(_, { value }) => set({ customData: value })} />
      </Field>
    </Section>
    <Section title="Host">
      <MissingOption
        label="Host group, capacity reservations, proximity placement group"
        reason="hosts to choose from."
      />
    </Section>
  </>
)

export function TagsStep({ form, set, problem }: StepProps) {
  const styles = useStyles()
  // one empty row to write into, as Azure's table has
  const rows = [...form.tags, { name: '', value: '' }]
  const change = (index: number, row: TagRow) => {
    const tags = rows.map((one, at) => (at === index ? row : one))
    set({ tags: tags.filter(({ name, value }) => name !== '' || value !== '') })
  }
  const wrong = problem('tags')
  return (
    <Section title="Tags" text="Names with values, to find resources by. Everything that is made here gets them.">
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name, and keep their place
        <div key={index} className={styles.tag}>
          <Field label="Name" className={styles.input}>
            <Input
              aria-label={`Name of tag ${index + 1}`}
              className={styles.input}
              value={row.name}
              onChange={(_, { value }) => change(index, { ...row, name: value })}
            />
          </Field>
          <Field label="Value" className={styles.input}>
            <Input
              aria-label={`Value of tag ${index + 1}`}
              className={styles.input}
              value={row.value}
              onChange={(_, { value }) => change(index, { ...row, value })}
            />
          </Field>
          {index < form.tags.length ? (
            <Button
              appearance="subtle"
              icon={<DeleteRegular />}
              aria-label={`Remove tag ${index + 1}`}
              onClick={() => set({ tags: form.tags.filter((_, at) => at !== index) })}
            />
          ) : null}
        </div>
      ))}
      {wrong === undefined ? null : <Text role="alert">{wrong}</Text>}
    </Section>
  )
}
