/** "Create a resource group": Basics, Tags, Review + create. */
import { Dropdown, Field, Input, makeStyles, Option, Text } from '@fluentui/react-components'
import { useState } from 'react'
import { usePermission } from '../../api/access.js'
import { useArmList } from '../../api/queries.js'
import { useSubscriptions } from '../../api/subscriptions.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Essentials } from '../../controls/essentials.js'
import { Page } from '../../controls/page.js'
import { TagEditor } from '../../controls/tag-editor.js'
import { TagList } from '../../controls/tag-list.js'
import { problemOfTags, rowsOf, type Tags, tagsOf } from '../../controls/tags.js'
import { Wizard } from '../../controls/wizard.js'
import { useOperation } from '../../notifications/use-operation.js'
import { linkTo } from '../../routing/route.js'
import { navigate } from '../../routing/use-route.js'
import type { CreateProps } from '../define.js'
import { regionsToChoose, regionText, useLocations } from '../locations.js'
import { resourceGroups } from './description.js'
import { bodyOfGroup, problemOfGroupName } from './group-rules.js'

const useStyles = makeStyles({
  fields: { display: 'grid', gap: '16px', maxInlineSize: '600px', justifyItems: 'stretch' },
  choice: { minWidth: 0 },
  hint: { display: 'block', marginBlockEnd: '16px', maxInlineSize: '720px' },
})

interface NewGroup {
  readonly id: string
  readonly name: string
  readonly location: string
  readonly tags: Tags
}

/** Where a new group is made unless somebody says otherwise. Decision: the first region that Azure's own list recommends. */
const usualRegion = 'eastus'

export default function CreateGroup({ parameters }: CreateProps) {
  const styles = useStyles()
  const subscriptions = useSubscriptions()
  const [chosen, setChosen] = useState(parameters.subscriptionId)
  const subscription =
    subscriptions.data?.find(({ subscriptionId }) => subscriptionId === chosen) ?? subscriptions.data?.[0]
  const locations = useLocations(subscription?.subscriptionId)
  const existing = useArmList<{ readonly name: string }>(
    subscription === undefined ? undefined : `${subscription.id}/resourcegroups`,
    resourceGroups,
  )
  const [name, setName] = useState('')
  const [isTouched, setIsTouched] = useState(false)
  const [location, setLocation] = useState(usualRegion)
  const [rows, setRows] = useState(rowsOf(undefined))
  const may = usePermission(subscription?.id, 'Microsoft.Resources/subscriptions/resourceGroups/write')

  const create = useOperation<NewGroup, unknown>({
    title: (group) => `Creating resource group '${group.name}'`,
    success: (group) => `Created resource group '${group.name}'`,
    link: ({ id }) => linkTo.resource(id),
    run: (client, group) => client.arm(group.id, { ...resourceGroups, method: 'PUT', body: bodyOfGroup(group) }),
  })
  const regions = regionsToChoose(locations.data ?? [])
  const region = regions.find((one) => one.name === location)
  const group: NewGroup = {
    id: `${subscription?.id}/resourceGroups/${name}`,
    ...{ name, location },
    tags: tagsOf(rows),
  }
  const finish = async () => {
    if ((await create.start(group)) !== undefined) navigate(linkTo.resource(group.id))
  }
  const nameProblem = problemOfGroupName(
    name,
    existing.data?.map((one) => one.name),
  )
  const basics = (
    <div className={styles.fields}>
      <Text className={styles.hint}>
        A resource group holds resources that live and die together: they are made, listed, granted access to, locked
        and deleted as one.
      </Text>
      <Field label="Subscription" required>
        <Dropdown
          className={styles.choice}
          value={subscription?.displayName ?? ''}
          selectedOptions={subscription === undefined ? [] : [subscription.subscriptionId]}
          onOptionSelect={(_, { optionValue }) => setChosen(optionValue)}
        >
          {(subscriptions.data ?? []).map(({ subscriptionId, displayName }) => (
            <Option key={subscriptionId} value={subscriptionId}>
              {displayName}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <Field
        label="Resource group name"
        required
        {...(isTouched && nameProblem !== undefined ? { validationMessage: nameProblem } : {})}
      >
        <Input
          value={name}
          onChange={(_, { value }) => {
            setIsTouched(true)
            setName(value)
          }}
          onBlur={() => setIsTouched(true)}
        />
      </Field>
      <Field label="Region" required>
        <Dropdown
          className={styles.choice}
          value={region === undefined ? '' : regionText(region)}
          selectedOptions={[location]}
          onOptionSelect={(_, { optionValue }) => setLocation(optionValue ?? usualRegion)}
        >
          {regions.map((one) => (
            <Option key={one.name} value={one.name}>
              {regionText(one)}
            </Option>
          ))}
        </Dropdown>
      </Field>
    </div>
  )
  const tags = (
    <>
      <Text className={styles.hint}>
        Tags are name and value pairs by which resources are found and told apart. The same tag can be on many
        resources.
      </Text>
      <TagEditor rows={rows} onChange={setRows} />
    </>
  )
  const review = (
    <Essentials
      facts={[
        { name: 'Subscription', value: subscription?.displayName },
        { name: 'Resource group', value: name },
        { name: 'Region', value: region === undefined ? location : regionText(region) },
        { name: 'Tags', value: <TagList tags={group.tags} /> },
      ]}
    />
  )
  return (
    <Page title="Create a resource group">
      {subscriptions.error === null ? null : <ErrorPanel error={subscriptions.error} />}
      <Wizard
        label="Create a resource group"
        review="Review + create"
        finish="Create"
        isRunning={create.isRunning}
        error={create.error}
        reason={may.reason}
        onFinish={() => void finish()}
        onCancel={() => navigate(linkTo.browse(resourceGroups.type))}
        steps={[
          { id: 'basics', label: 'Basics', content: basics, problem: nameProblem },
          { id: 'tags', label: 'Tags', content: tags, problem: problemOfTags(rows) },
          { id: 'review', label: 'Review + create', content: review },
        ]}
      />
    </Page>
  )
}
