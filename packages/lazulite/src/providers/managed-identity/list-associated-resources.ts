/**
 * `listAssociatedResources`: the resources to which an identity is attached, as far as the caller may read them.
 *
 * Parameters and item shape: the public specification of 2022-01-31-preview; types are printed in lower case there.
 * Decision: `$filter` takes `name` and `type` with `eq` or `contains`, joined by `and`; `$orderby` takes their names.
 */
import type { Resource } from '../../domain/arm-resource/resource.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import type { JsonObject } from '../../domain/json.js'
import { subscriptionScope } from '../../domain/resource-id/resource-id.js'
import type { ArmRequest, ArmResponse } from '../define.js'

type Field = 'id' | 'name' | 'type' | 'resourceGroup' | 'subscriptionId'
type Item = Readonly<Record<Field | 'subscriptionDisplayName', string>>

/** Most items per page. */
const pageSize = 100

export async function listAssociatedResources(request: ArmRequest, identity: Resource): Promise<ArmResponse> {
  const { ports, query } = request
  const hosts = await ports.store.read.resources.listByUserAssignedIdentity(identity.id)
  const readable: Resource[] = []
  for (const [type, ofType] of Map.groupBy(hosts, (host) => host.type)) {
    readable.push(...(await request.onlyReadable(ofType, `${type}/read`, ({ id }) => id)))
  }
  const items: Item[] = []
  for (const host of readable) items.push(toItem(host, await subscriptionName(request, host.subscriptionId)))
  const matching = items.filter(readFilter(query.get('$filter'))).sort(readOrder(query.get('$orderby')))
  const start = readCount(query.get('$skiptoken'), '$skiptoken') ?? readCount(query.get('$skip'), '$skip') ?? 0
  const top = readCount(query.get('$top'), '$top')
  const page = matching.slice(start, start + Math.min(top ?? pageSize, pageSize))
  const next = start + page.length
  return {
    status: 200,
    body: {
      totalCount: matching.length,
      value: page.map((item): JsonObject => ({ ...item })),
      ...(top === undefined && next < matching.length ? { nextLink: nextLink(request, next) } : {}),
    },
  }
}

const toItem = (host: Resource, subscriptionDisplayName: string): Item => ({
  id: host.id,
  name: host.name,
  type: host.type.toLowerCase(),
  resourceGroup: host.resourceGroup ?? '',
  subscriptionId: host.subscriptionId,
  subscriptionDisplayName,
})

async function subscriptionName({ ports }: ArmRequest, subscriptionId: string): Promise<string> {
  const subscription = await ports.store.read.resources.get(subscriptionScope(subscriptionId))
  const { displayName } = subscription?.body ?? {}
  return typeof displayName === 'string' ? displayName : (subscription?.name ?? subscriptionId)
}

function nextLink({ origin, target, query, apiVersion }: ArmRequest, next: number): string {
  const parameters = new URLSearchParams([...query].filter(([name]) => name !== '$skip' && name !== '$skiptoken'))
  parameters.set('api-version', apiVersion)
  parameters.set('$skiptoken', String(next))
  return `${origin}${target.id}/listAssociatedResources?${parameters}`
}

/** @throws ArmError `InvalidFilterInQueryString` */
function readFilter(filter: string | undefined): (item: Item) => boolean {
  if (filter === undefined || filter.trim() === '') return () => true
  const conditions = filter.split(/\s+and\s+/i).map((condition) => readCondition(condition.trim(), filter))
  return (item) => conditions.every((holds) => holds(item))
}

function readCondition(condition: string, filter: string): (item: Item) => boolean {
  const equal = /^(\w+)\s+eq\s+'([^']*)'$/i.exec(condition)
  const contains = /^contains\(\s*(\w+)\s*,\s*'([^']*)'\s*\)$/i.exec(condition)
  const [, name = '', value = ''] = equal ?? contains ?? []
  const field = fields.find((known) => known.toLowerCase() === name.toLowerCase())
  if (field === undefined) throw new ArmError('InvalidFilterInQueryString', { filter })
  const wanted = value.toLowerCase()
  return (item) => {
    const actual = item[field].toLowerCase()
    return equal === null ? actual.includes(wanted) : actual === wanted
  }
}

const fields: readonly Field[] = ['id', 'name', 'type', 'resourceGroup', 'subscriptionId']

/** @throws ArmError `BadRequest` */
function readOrder(orderBy: string | undefined): (a: Item, b: Item) => number {
  const parts = /^\s*(\w+)(?:\s+(asc|desc))?\s*$/i.exec(orderBy ?? 'id')
  const field = fields.find((known) => known.toLowerCase() === parts?.[1]?.toLowerCase())
  if (field === undefined)
    throw new ArmError('BadRequest', { detail: `The query parameter $orderby is invalid: '${orderBy}'.` })
  const sign = parts?.[2]?.toLowerCase() === 'desc' ? -1 : 1
  const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
  return (a, b) => sign * compare(a[field].toLowerCase(), b[field].toLowerCase()) || compare(a.id, b.id)
}

/** @throws ArmError `BadRequest` */
function readCount(text: string | undefined, name: string): number | undefined {
  if (text === undefined || text === '') return undefined
  if (!/^\d{1,9}$/.test(text))
    throw new ArmError('BadRequest', { detail: `The query parameter ${name} must be a number.` })
  return Number(text)
}
