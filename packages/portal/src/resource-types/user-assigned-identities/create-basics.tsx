/** "Basics" of a new identity: where it lies, and its name. */
import { Button, Dropdown, Field, Input, makeStyles, Option, Subtitle2, Text } from '@fluentui/react-components'
import { useState } from 'react'
import { ErrorPanel } from '../../controls/error-panel.js'
import { GatedButton } from '../../controls/gated-button.js'
import type { IdentityField, NewIdentity } from './new-identity.js'

export interface Choices {
  readonly subscriptions: readonly { readonly subscriptionId: string; readonly displayName: string }[]
  readonly groups: readonly { readonly name: string; readonly location: string }[]
  readonly locations: readonly { readonly name: string; readonly displayName: string }[]
}

export interface CreateBasicsProps {
  readonly identity: NewIdentity
  readonly problems: Readonly<Partial<Record<IdentityField, string>>>
  readonly choices: Choices
  readonly error: Error | null
  /** Why no new group can be made. */
  readonly newGroupReason: string | undefined
  readonly onChange: (change: Partial<NewIdentity>) => void
}

const useStyles = makeStyles({
  form: { display: 'grid', gap: '12px', maxInlineSize: '560px' },
  group: { display: 'grid', gap: '4px', justifyItems: 'start' },
  wide: { inlineSize: '100%' },
  field: { minInlineSize: 0, inlineSize: '100%' },
  heading: { marginBlockStart: '8px' },
})

export function CreateBasics({ identity, problems, choices, error, newGroupReason, onChange }: CreateBasicsProps) {
  const styles = useStyles()
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const change = (field: IdentityField, value: Partial<NewIdentity>) => {
    setTouched(new Set([...touched, field]))
    onChange(value)
  }
  const problem = (field: IdentityField) => {
    const message = problems[field]
    return touched.has(field) && message !== undefined ? { validationMessage: message } : {}
  }
  const { subscriptionId, resourceGroup, isNewGroup, region, name } = identity
  const subscription = choices.subscriptions.find((one) => one.subscriptionId === subscriptionId)
  const regionName = choices.locations.find((one) => one.name === region)?.displayName ?? region
  return (
    <div className={styles.form}>
      {error === null ? null : <ErrorPanel error={error} />}
      <Subtitle2 as="h2">Project details</Subtitle2>
      <Field label="Subscription" required {...problem('subscriptionId')}>
        <Dropdown
          className={styles.field}
          placeholder="Select a subscription"
          value={subscription?.displayName ?? subscriptionId}
          selectedOptions={[subscriptionId]}
          onOptionSelect={(_, { optionValue = '' }) =>
            change('subscriptionId', { subscriptionId: optionValue, resourceGroup: '', isNewGroup: false })
          }
        >
          {choices.subscriptions.map((one) => (
            <Option key={one.subscriptionId} value={one.subscriptionId}>
              {one.displayName}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <div className={styles.group}>
        {isNewGroup ? (
          <Field className={styles.wide} label="New resource group" required {...problem('resourceGroup')}>
            <Input
              value={resourceGroup}
              onChange={(_, { value }) => change('resourceGroup', { resourceGroup: value })}
            />
          </Field>
        ) : (
          <Field className={styles.wide} label="Resource group" required {...problem('resourceGroup')}>
            <Dropdown
              className={styles.field}
              placeholder="Select a resource group"
              value={resourceGroup}
              selectedOptions={[resourceGroup]}
              onOptionSelect={(_, { optionValue = '' }) => change('resourceGroup', { resourceGroup: optionValue })}
            >
              {choices.groups.map((one) => (
                <Option key={one.name} value={one.name}>
                  {one.name}
                </Option>
              ))}
            </Dropdown>
          </Field>
        )}
        {isNewGroup ? (
          <Button
            appearance="transparent"
            size="small"
            onClick={() => onChange({ isNewGroup: false, resourceGroup: '' })}
          >
            Use existing
          </Button>
        ) : (
          <GatedButton
            appearance="transparent"
            size="small"
            reason={newGroupReason}
            onClick={() => onChange({ isNewGroup: true, resourceGroup: '' })}
          >
            Create new
          </GatedButton>
        )}
      </div>
      <Subtitle2 as="h2" className={styles.heading}>
        Instance details
      </Subtitle2>
      <Field label="Region" required {...problem('region')}>
        <Dropdown
          className={styles.field}
          placeholder="Select a region"
          value={regionName}
          selectedOptions={[region]}
          onOptionSelect={(_, { optionValue = '' }) => change('region', { region: optionValue })}
        >
          {choices.locations.map((one) => (
            <Option key={one.name} value={one.name}>
              {one.displayName}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <Field label="Name" required {...problem('name')}>
        <Input value={name} onChange={(_, { value }) => change('name', { name: value })} />
      </Field>
      <Field label="Isolation scope" hint="Not part of this cloud: identities that hold in one region only.">
        <Input value="None" disabled />
      </Field>
      <Text size={200}>Resources of any region can use the identity.</Text>
    </div>
  )
}
