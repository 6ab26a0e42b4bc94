/** The tab "Review + create": what Resource Manager says of the deployment, and everything that was chosen. */
import { MessageBar, MessageBarBody, MessageBarTitle, makeStyles, Spinner } from '@fluentui/react-components'
import { ErrorPanel } from '../../../controls/error-panel.js'
import { Essentials } from '../../../controls/essentials.js'
import { lastSegment, networkOfSubnet } from '../machine.js'
import type { Choices } from './basics-step.js'
import { Section } from './form-parts.js'
import { imageOf } from './images.js'
import { diskTypes, keyNameOf, type MachineForm, usesKey } from './machine-form.js'
import type { Validation } from './use-validation.js'

const useStyles = makeStyles({ wide: { marginBlockEnd: '20px' } })

export interface ReviewStepProps {
  readonly form: MachineForm
  readonly choices: Choices
  readonly validation: Validation
  readonly problem: string | undefined
}

export function ReviewStep({ form, choices, validation, problem }: ReviewStepProps) {
  const styles = useStyles()
  const { subscriptions, regions } = choices
  const network = form.subnetId === undefined ? `(new) ${form.name}-vnet` : lastSegment(networkOfSubnet(form.subnetId))
  const tags = form.tags.filter(({ name }) => name !== '').map(({ name, value }) => `${name} : ${value}`)
  return (
    <>
      <div className={styles.wide}>
        <ValidationBar validation={validation} problem={problem} />
      </div>
      <Section title="Basics">
        <Essentials
          facts={[
            {
              name: 'Subscription',
              value: subscriptions.find(({ subscriptionId }) => subscriptionId === form.subscriptionId)?.displayName,
            },
            { name: 'Resource group', value: `${form.isNewGroup ? '(new) ' : ''}${form.resourceGroup}` },
            { name: 'Virtual machine name', value: form.name },
            { name: 'Region', value: regions.find(({ name }) => name === form.location)?.displayName },
            { name: 'Image', value: imageOf(form.image).label },
            { name: 'VM architecture', value: 'x64' },
            { name: 'Size', value: form.size },
            { name: 'Authentication type', value: usesKey(form) ? 'SSH public key' : 'Password' },
            { name: 'Username', value: form.username },
            ...(usesKey(form) && form.keySource === 'generate'
              ? [{ name: 'Key pair name', value: keyNameOf(form) }]
              : []),
            { name: 'Public inbound ports', value: form.allowsInbound ? form.inboundPorts.join(', ') : 'None' },
          ]}
        />
      </Section>
      <Section title="Disks">
        <Essentials
          facts={[
            { name: 'OS disk type', value: diskTypes[form.diskType] },
            { name: 'Delete with VM', value: form.deletesDisk ? 'Enabled' : 'Disabled' },
          ]}
        />
      </Section>
      <Section title="Networking">
        <Essentials
          facts={[
            { name: 'Virtual network', value: network },
            { name: 'Subnet', value: form.subnetId === undefined ? '(new) default' : lastSegment(form.subnetId) },
            { name: 'Public IP', value: form.hasPublicAddress ? `(new) ${form.name}-ip` : 'None' },
          ]}
        />
      </Section>
      <Section title="Management">
        <Essentials facts={[{ name: 'System assigned managed identity', value: form.systemAssigned ? 'On' : 'Off' }]} />
      </Section>
      <Section title="Tags">
        <Essentials facts={[{ name: 'Tags', value: tags.join(', ') }]} />
      </Section>
    </>
  )
}

interface ValidationBarProps {
  readonly validation: Validation
  readonly problem: string | undefined
}

/** Its size stays as it is while the answer is waited for. */
function ValidationBar({ validation, problem }: ValidationBarProps) {
  if (problem !== undefined) {
    return (
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>Validation failed. Required information is missing or not valid.</MessageBarTitle>
          {problem}
        </MessageBarBody>
      </MessageBar>
    )
  }
  if (validation.error !== undefined) return <ErrorPanel error={validation.error} />
  if (!validation.hasPassed) {
    return (
      <MessageBar intent="info" icon={<Spinner size="tiny" />}>
        <MessageBarBody>Running final validation...</MessageBarBody>
      </MessageBar>
    )
  }
  return (
    <MessageBar intent="success">
      <MessageBarBody>
        <MessageBarTitle>Validation passed</MessageBarTitle>
      </MessageBarBody>
    </MessageBar>
  )
}
