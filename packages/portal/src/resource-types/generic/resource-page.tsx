/** A resource: its menu at the start, one of its pages beside it. */
import { Text } from '@fluentui/react-components'
import { useEffect, useMemo } from 'react'
import { parseResourceReference, type ResourceReference } from '../../api/resource-reference.js'
import { useDisplayName } from '../../api/subscriptions.js'
import { remember } from '../../areas/home/recent.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Loading } from '../../controls/loading.js'
import { Page } from '../../controls/page.js'
import { PageWithMenu } from '../../controls/page-menu.js'
import { LoadedPage } from '../../routing/load-page.js'
import { linkTo } from '../../routing/route.js'
import { usePerson } from '../../session/session-context.js'
import { bladesOf, describeType } from '../index.js'
import { useResourceType } from '../use-resource-type.js'

export default function ResourcePage({ id, blade: asked }: { readonly id: string; readonly blade: string }) {
  const resource = useMemo(() => parseResourceReference(id), [id])
  if (resource === undefined)
    return <ErrorPanel title="Page not found" error={new Error(`'${id}' is not the id of a resource.`)} />
  return <KnownResource key={id.toLowerCase()} resource={resource} asked={asked} />
}

function KnownResource({ resource, asked }: { readonly resource: ResourceReference; readonly asked: string }) {
  const isDescribed = useResourceType(resource)
  const { principalId } = usePerson()
  const description = describeType(resource.type)
  const blades = bladesOf(description)
  const blade = blades.find(({ id }) => id === asked)
  const isOverview = blade?.id === 'overview'
  const name = useDisplayName(resource)
  const ownTitle = blade?.isTitledByLabel ? blade.label : undefined
  const title = blade === undefined || isOverview ? name : (ownTitle ?? `${name} | ${blade.label}`)
  useEffect(() => remember({ id: resource.id, name }, principalId), [resource.id, name, principalId])
  if (!isDescribed) return <Loading />
  const entries = blades
    .filter(({ isPartOf }) => isPartOf === undefined)
    .map((one) => ({ ...one, to: linkTo.resource(resource.id, one.id) }))
  return (
    <PageWithMenu label={`Menu of ${name}`} entries={entries} current={blade?.isPartOf ?? blade?.id}>
      <Page title={title} subtitle={ownTitle === undefined ? description.singular : name}>
        {blade === undefined ? (
          <ErrorPanel
            title="Page not found"
            error={new Error(`A ${description.singular.toLowerCase()} has no page '${asked}'.`)}
          />
        ) : blade.load === undefined ? (
          <Text>{blade.unavailable}</Text>
        ) : (
          <LoadedPage load={blade.load} with={{ resource }} />
        )}
      </Page>
    </PageWithMenu>
  )
}
