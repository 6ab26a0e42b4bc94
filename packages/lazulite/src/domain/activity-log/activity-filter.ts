/**
 * The `$filter` of activity logs: comparisons joined by `and`, and nothing else (Azure Monitor's REST reference: "no other
 * syntax is allowed"; forms that az and Az PowerShell send). Values come in quotes or without, times with a zone or, from
 * az, without one: then they are UTC.
 */
import { ArmError } from '../errors/arm-error.js'
import { isWithinScope } from '../resource-id/resource-id.js'
import type { EpochMillis } from '../time.js'
import type { ActivityFacts } from './activity-facts.js'

export interface ActivityFilter {
  /** Both included. */
  readonly from?: EpochMillis
  readonly until?: EpochMillis
  /** By the name of the fact; text is compared without case, and one of several is enough. */
  readonly wanted: ReadonlyMap<Wanted, readonly string[]>
}

type Wanted =
  | 'resourceGroupName'
  | 'resourceId'
  | 'resourceProvider'
  | 'correlationId'
  | 'caller'
  | 'status'
  | 'level'
  | 'operation'
  | 'channel'

/** Names that clients use, in lower case. */
const fields: Readonly<Record<string, Wanted>> = {
  resourcegroupname: 'resourceGroupName',
  resourcegroup: 'resourceGroupName',
  resourceuri: 'resourceId',
  resourceid: 'resourceId',
  resourceprovider: 'resourceProvider',
  correlationid: 'correlationId',
  caller: 'caller',
  status: 'status',
  level: 'level',
  levels: 'level',
  operations: 'operation',
  operationname: 'operation',
  eventchannels: 'channel',
}
/** These name several in one value: `'Admin, Operation'`. */
const lists: ReadonlySet<Wanted> = new Set(['level', 'operation', 'channel'])
const longest = 8192

/** @throws ArmError `InvalidFilterInQueryString` */
export function parseActivityFilter(text: string): ActivityFilter {
  const refuse = (): never => {
    throw new ArmError('InvalidFilterInQueryString', { filter: text.slice(0, longest) })
  }
  if (text.length > longest) return refuse()
  let from: EpochMillis | undefined
  let until: EpochMillis | undefined
  const wanted = new Map<Wanted, readonly string[]>()
  for (const { name, operator, value } of comparisonsIn(text) ?? refuse()) {
    if (name === 'eventtimestamp') {
      const time = readTime(value) ?? refuse()
      if (operator === 'ge') from = Math.max(from ?? time, time)
      else if (operator === 'le') until = Math.min(until ?? time, time)
      else refuse()
      continue
    }
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (field === undefined || operator !== 'eq' || wanted.has(field)) return refuse()
    const values = lists.has(field) ? value.split(',').map((one) => one.trim()) : [value]
    wanted.set(field, values)
  }
  return { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }), wanted }
}

interface Comparison {
  /** Lower case. */
  readonly name: string
  readonly operator: string
  readonly value: string
}

function comparisonsIn(text: string): Comparison[] | undefined {
  if (text.trim() === '') return []
  const comparison = /\s*([a-z]+)\s+(ge|le|eq)\s+(?:'((?:[^']|'')*)'|([^\s']+(?: [\d:]+)?))\s*(and\s|$)/iy
  const found: Comparison[] = []
  for (;;) {
    const match = comparison.exec(text)
    if (match === null) return undefined
    const [, name = '', operator = '', quoted, bare = '', joint] = match
    found.push({
      name: name.toLowerCase(),
      operator: operator.toLowerCase(),
      value: quoted === undefined ? bare : quoted.replaceAll("''", "'"),
    })
    if (joint === '') return found
  }
}

/** A plus sign that nobody encoded has arrived as a blank. */
function readTime(text: string): EpochMillis | undefined {
  const match = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?)(\.\d+)?)?(Z|[+ -]\d\d:\d\d)?$/i.exec(text.trim())
  if (match === null) return undefined
  const [, date = '', time = '00:00:00', fraction = '', zone = 'Z'] = match
  const instant = Date.parse(`${date}T${time}${fraction.slice(0, 4)}${zone.replace(' ', '+')}`)
  return Number.isNaN(instant) ? undefined : instant
}

export function matchesActivityFilter(facts: ActivityFacts, { wanted }: ActivityFilter): boolean {
  for (const [field, values] of wanted) {
    if (!values.some((value) => isWanted(facts, field, value))) return false
  }
  return true
}

function isWanted(facts: ActivityFacts, field: Wanted, value: string): boolean {
  switch (field) {
    case 'resourceId': // what is below it belongs to it
      return isWithinScope(facts.resourceId, value)
    case 'caller':
      return [facts.caller, facts.principalId, facts.clientId].some((name) => isSame(name, value))
    case 'channel': // all are events of the channel Operation
      return isSame('operation', value)
    default:
      return isSame(facts[field], value)
  }
}

const isSame = (actual: string | undefined, wanted: string): boolean => actual?.toLowerCase() === wanted.toLowerCase()
