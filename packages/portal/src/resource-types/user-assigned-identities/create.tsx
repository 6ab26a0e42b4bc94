/** "Create User Assigned Managed Identity": Basics, Tags, Review + create. */
import { useState } from 'react'
import { usePermission } from '../../api/access.js'
import { useArmList } from '../../api/queries.js'
import { Essentials } from '../../controls/essentials.js'
import { Page } from '../../controls/page.js'
import { TagEditor } from '../../controls/tag-editor.js'
import { problemOfTags, rowsOf } from '../../controls/tags.js'
import { Wizard } from '../../controls/wizard.js'
import { useOperation } from '../../notifications/use-operation.js'
import { linkTo } from '../../routing/route.js'
import { navigate } from '../../routing/use-route.js'
import type { CreateProps } from '../define.js'
import { resourceGroups } from '../resource-groups/description.js'
import { subscriptions } from '../subscriptions/description.js'
import { type Choices, CreateBasics } from './create-basics.js'
import { userAssignedIdentities } from './description.js'
import { bodyOf, groupIdOf, identityIdOf, type NewIdentity, problemsOf } from './new-identity.js'

const { type, apiVersion } = userAssignedIdentities
const groupType = 'Microsoft.Resources/subscriptions/resourceGroups'

export default function CreateIdentity({ parameters }: CreateProps) {
  const [typed, setTyped] = useState<NewIdentity>({
    subscriptionId: parameters.subscriptionId ?? '',
    resourceGroup: parameters.resourceGroup ?? '',
    ...{ isNewGroup: false, region: '', name: '', tags: rowsOf(undefined) },
  })
  const all = useArmList<Choices['subscriptions'][number]>('/subscriptions', subscriptions)
  const only = all.data?.length === 1 ? all.data[0]?.subscriptionId : undefined
  const subscriptionId = typed.subscriptionId || (only ?? '')
  const below = subscriptionId === '' ? undefined : `/subscriptions/${subscriptionId}`
  const groups = useArmList<Choices['groups'][number]>(below && `${below}/resourcegroups`, resourceGroups)
  const locations = useArmList<Choices['locations'][number]>(below && `${below}/locations`, subscriptions)
  const groupRegion = groups.data?.find(({ name }) => name === typed.resourceGroup)?.location ?? ''
  const identity: NewIdentity = { ...typed, subscriptionId, region: typed.region || groupRegion }
  const hasGroup = identity.resourceGroup !== ''
  const scope = !hasGroup ? undefined : identity.isNewGroup ? below : groupIdOf(identity)
  const mayWrite = usePermission(scope, `${type}/write`)
  const mayMakeGroup = usePermission(below, `${groupType}/write`)
  const create = useOperation<NewIdentity, unknown>({
    title: ({ name }) => `Creating managed identity ${name}`,
    success: ({ name }) => `Created managed identity ${name}`,
    link: (wanted) => linkTo.resource(identityIdOf(wanted)),
    async run(client, wanted) {
      if (wanted.isNewGroup) {
        const group = {
          method: 'PUT',
          apiVersion: resourceGroups.apiVersion,
          body: { location: wanted.region },
        } as const
        await client.armOperation(groupIdOf(wanted), group)
      }
      return client.armOperation(identityIdOf(wanted), { method: 'PUT', apiVersion, body: bodyOf(wanted) })
    },
  })
  const finish = async () => {
    if ((await create.start(identity)) !== undefined) navigate(linkTo.resource(identityIdOf(identity)))
  }
  const problems = problemsOf(identity)
  const subscription = all.data?.find((one) => one.subscriptionId === subscriptionId)
  const region = locations.data?.find(({ name }) => name === identity.region)
  return (
    <Page title="Create User Assigned Managed Identity">
      <Wizard
        label="Create User Assigned Managed Identity"
        review="Review + create"
        finish="Create"
        onFinish={() => void finish()}
        onCancel={() => navigate(linkTo.browse(type))}
        isRunning={create.isRunning}
        error={create.error}
        reason={identity.isNewGroup ? (mayMakeGroup.reason ?? mayWrite.reason) : mayWrite.reason}
        steps={[
          {
            id: 'basics',
            label: 'Basics',
            problem: Object.values(problems)[0],
            content: (
              <CreateBasics
                identity={identity}
                problems={problems}
                error={all.error ?? groups.error ?? locations.error}
                newGroupReason={mayMakeGroup.reason}
                choices={{
                  subscriptions: all.data ?? [],
                  groups: groups.data ?? [],
                  locations: locations.data ?? [],
                }}
                onChange={(change) => setTyped({ ...identity, ...change })}
              />
            ),
          },
          {
            id: 'tags',
            label: 'Tags',
            problem: problemOfTags(identity.tags),
            content: <TagEditor rows={identity.tags} onChange={(tags) => setTyped({ ...identity, tags })} />,
          },
          {
            id: 'review',
            label: 'Review + create',
            content: (
              <Essentials
                facts={[
                  { name: 'Subscription', value: subscription?.displayName ?? subscriptionId },
                  {
                    name: 'Resource group',
                    value: hasGroup ? `${identity.isNewGroup ? '(new) ' : ''}${identity.resourceGroup}` : undefined,
                  },
                  { name: 'Region', value: region?.displayName ?? identity.region },
                  { name: 'Name', value: identity.name },
                  { name: 'Isolation scope', value: 'None' },
                  ...identity.tags
                    .filter(({ name }) => name.trim() !== '')
                    .map(({ name, value }) => ({ name: `Tag ${name}`, value })),
                ]}
              />
            ),
          },
        ]}
      />
    </Page>
  )
}
