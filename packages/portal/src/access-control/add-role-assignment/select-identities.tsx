/** The panel "Select managed identities": a subscription, a kind of identity, then the identities. */
import { Button, Dropdown, Field, makeStyles, Option, SearchBox, Text, tokens } from '@fluentui/react-components'
import { useMemo, useState } from 'react'
import { useArmList } from '../../api/queries.js'
import { useSubscriptions } from '../../api/subscriptions.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { GatedButton } from '../../controls/gated-button.js'
import { SidePanel } from '../../controls/side-panel.js'
import { resourceGroups as groupType } from '../../resource-types/resource-groups/description.js'
import { userAssignedIdentities as identityType } from '../../resource-types/user-assigned-identities/description.js'
import {
  candidatesOf,
  isOfKind,
  kindsOf,
  type ListedResource,
  type UserAssignedIdentity,
} from './identity-candidates.js'
import type { Member } from './member.js'
import { PickList } from './pick-list.js'

const useStyles = makeStyles({
  form: { display: 'grid', gap: '12px', alignContent: 'start' },
  control: { minInlineSize: 0, inlineSize: '100%', maxInlineSize: '100%' },
  hint: { color: tokens.colorNeutralForeground3 },
})

export interface SelectPanelProps {
  readonly isOpen: boolean
  readonly members: readonly Member[]
  readonly onSelect: (chosen: readonly Member[]) => void
  readonly onClose: () => void
}

const allGroups = 'All resource groups'

export interface SelectIdentitiesProps extends SelectPanelProps {
  /** Of the scope, where it has one. */
  readonly subscriptionId: string | undefined
}

export function SelectIdentities({ isOpen, members, onSelect, onClose, subscriptionId }: SelectIdentitiesProps) {
  const [chosen, setChosen] = useState<readonly Member[]>(() => members.filter(({ source }) => source === 'identity'))
  const hadNone = !members.some(({ source }) => source === 'identity')
  return (
    <SidePanel
      title="Select managed identities"
      isOpen={isOpen}
      onClose={onClose}
      footer={
        <>
          <GatedButton
            appearance="primary"
            reason={hadNone && chosen.length === 0 ? 'Choose at least one managed identity.' : undefined}
            onClick={() => onSelect(chosen)}
          >
            Select
          </GatedButton>
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      <IdentityForm chosen={chosen} onChange={setChosen} preferred={subscriptionId} />
    </SidePanel>
  )
}

interface IdentityFormProps {
  readonly chosen: readonly Member[]
  readonly onChange: (chosen: readonly Member[]) => void
  readonly preferred: string | undefined
}

function IdentityForm({ chosen, onChange, preferred }: IdentityFormProps) {
  const styles = useStyles()
  const [asked, setAsked] = useState(preferred)
  const [kind, setKind] = useState<string>()
  const [group, setGroup] = useState<string>()
  const [text, setText] = useState('')
  const subscriptions = useSubscriptions()
  const subscription =
    subscriptions.data?.find((one) => one.subscriptionId === asked?.toLowerCase()) ?? subscriptions.data?.[0]
  const path = subscription === undefined ? undefined : `/subscriptions/${subscription.subscriptionId}`
  const below = (rest: string) => (path === undefined ? undefined : `${path}${rest}`)
  const groups = useArmList<{ readonly name: string }>(below('/resourcegroups'), groupType)
  const resources = useArmList<ListedResource>(below('/resources'), groupType)
  const identities = useArmList<UserAssignedIdentity>(below(`/providers/${identityType.type}`), identityType)
  const inGroup = useMemo(() => {
    if (resources.data === undefined || identities.data === undefined) return undefined
    const all = candidatesOf(resources.data, identities.data)
    return all.filter((one) => group === undefined || one.resourceGroup.toLowerCase() === group.toLowerCase())
  }, [resources.data, identities.data, group])
  const kinds = kindsOf(inGroup ?? [])
  const kindLabel = (id: string | undefined) => {
    const found = kinds.find((one) => one.id === id)
    return found === undefined ? '' : `${found.label} (${found.count})`
  }
  const candidates = inGroup
    ?.filter((one) => kind !== undefined && isOfKind(one, kind))
    .map(({ member }) => member)
    .filter(({ name }) => name.toLowerCase().includes(text.trim().toLowerCase()))
  const error = subscriptions.error ?? resources.error ?? identities.error ?? groups.error
  return (
    <div className={styles.form}>
      <Text size={200} className={styles.hint}>
        Following older instructions? Their list "Manage identity" is "Managed identity" here, and their "Save" is
        "Select" here and then "Review + assign".
      </Text>
      {error === null ? null : <ErrorPanel error={error} />}
      <Field label="Subscription" required>
        <Dropdown
          className={styles.control}
          value={subscription?.displayName ?? ''}
          selectedOptions={subscription === undefined ? [] : [subscription.subscriptionId]}
          onOptionSelect={(_, { optionValue }) => {
            setAsked(optionValue)
            setGroup(undefined)
          }}
        >
          {(subscriptions.data ?? []).map((one) => (
            <Option key={one.subscriptionId} value={one.subscriptionId}>
              {one.displayName}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <Field label="Resource Group">
        <Dropdown
          className={styles.control}
          value={group ?? allGroups}
          selectedOptions={[group ?? '']}
          onOptionSelect={(_, { optionValue }) => setGroup(optionValue === '' ? undefined : optionValue)}
        >
          <Option value="">{allGroups}</Option>
          {(groups.data ?? []).map(({ name }) => (
            <Option key={name} value={name}>
              {name}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <Field label="Managed identity" required>
        <Dropdown
          className={styles.control}
          placeholder="Select managed identity"
          value={kindLabel(kind)}
          selectedOptions={kind === undefined ? [] : [kind]}
          onOptionSelect={(_, { optionValue }) => setKind(optionValue)}
        >
          {kinds.map(({ id }) => (
            <Option key={id} value={id}>
              {kindLabel(id)}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <Field label="Select">
        <SearchBox
          className={styles.control}
          placeholder="Search by name"
          value={text}
          onChange={(_, { value }) => setText(value)}
        />
      </Field>
      <PickList
        label="Managed identities"
        candidates={candidates}
        chosen={chosen}
        onChange={onChange}
        empty={
          kind === undefined
            ? 'Choose a kind of managed identity first.'
            : text.trim() === ''
              ? 'No managed identities here'
              : `Nothing matches "${text.trim()}".`
        }
      />
    </div>
  )
}
