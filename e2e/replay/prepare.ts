/**
 * Makes recordings of real Azure replayable: their exchanges are incomplete where the recorder was.
 *
 * Eight repairs; only the last touches an expected answer:
 * - deployments are made readable (see `deployments.ts`);
 * - request bodies that were not recorded are rebuilt from the answer's writable members;
 * - machines and identities that nothing in the recording makes are put in place first, by extra requests of area
 *   `prepare`, which are not scored;
 * - so are the networks of those machines (see `missing-networks.ts`), and groups that the recorder's test harness had
 *   made, with the tags that it gave them;
 * - a `HEAD` of a group that finds it is put after the `PUT` that makes it, where the recorder had folded polls;
 * - retries answered `PrincipalNotFound` before the same request succeeded show replication delay, which this cloud
 *   does not have: they are left out;
 * - masked names of role assignments, the same in every scenario, are made different ones;
 * - lists of the recorder's whole subscription are cut to what the scenario itself made or what every tenant has.
 */
import { createHash } from 'node:crypto'
import { isClaimedId, withClaims } from './claimed.ts'
import { deployedIds, prepareDeployments } from './deployments.ts'
import { missingNetworks, withSomeKey } from './missing-networks.ts'

export interface Exchange {
  readonly seq: number
  readonly area: string
  readonly method: string
  readonly url: string
  readonly requestBody: unknown
  readonly status: number
  readonly responseHeaders: Readonly<Record<string, string>>
  readonly responseBody: unknown
}

type Members = Record<string, unknown>
const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const readOnlyMembers = ['id', 'name', 'type', 'etag', 'systemData', 'resources']
const readOnlyProperties = [
  'provisioningState', 'vmId', 'instanceView', 'timeCreated', 'principalId', 'clientId', 'tenantId', 'clientSecretUrl',
  'createdOn', 'updatedOn', 'createdBy', 'updatedBy', 'scope', 'latestModelApplied',
] // biome-ignore format: a list of names

export function prepare(exchanges: readonly Exchange[], scenario: string): Exchange[] {
  const repaired = inOrder(prepareDeployments(exchanges))
    .map(withClaims)
    .filter((exchange) => !isReplicationDelay(exchange, exchanges))
    .map(withBody)
  const made = [
    ...missingGroups(repaired),
    ...missingTags(repaired),
    ...missingResources(repaired),
    ...repaired.map(afterItsPut),
  ].map(withSomeKey)
  const all = [...made, ...missingNetworks(made, deployedIds(made))].sort((a, b) => a.seq - b.seq)
  const own = idsOf(all)
  return all.map((exchange) => withOwnNames(withOwnItems(exchange, own), scenario))
}

/** Ids that the scenario addresses one by one, in lower case. */
const idsOf = (exchanges: readonly Exchange[]): ReadonlySet<string> =>
  new Set(exchanges.map(({ url }) => idOf(url)).filter((id) => id.includes('/')))

const idOf = (url: string): string =>
  url
    .replace(/^https?:\/\/[^/]+\/*/, '/')
    .replace(/\?.*$/s, '')
    .toLowerCase()

/** Other people's groups, roles and assignments in the recorder's subscription are nowhere else. */
function withOwnItems(exchange: Exchange, own: ReadonlySet<string>): Exchange {
  const { responseBody: answer } = exchange
  if (!isMembers(answer) || !Array.isArray(answer.value)) return exchange
  const kept = answer.value.filter((item) => {
    if (!isMembers(item) || typeof item.id !== 'string') return true
    if (!isClaimedId(item.id)) return false
    if (!listsOthers.test(item.id)) return true
    const isBuiltIn = isMembers(item.properties) && item.properties.type === 'BuiltInRole'
    return isBuiltIn || own.has(item.id.toLowerCase().replace(/\/$/, ''))
  })
  return { ...exchange, responseBody: { ...answer, value: kept } }
}

/** Groups, what is in them, roles and their assignments at any scope, tag names; not providers, locations. */
const listsOthers = /\/resourcegroups\/|\/tagnames\/|\/providers\/microsoft\.authorization\/role/i

/** Masked names of role assignments (`88888888-…-0001`) count anew in every scenario; real ones never meet. */
function withOwnNames(exchange: Exchange, scenario: string): Exchange {
  const own = createHash('sha256').update(scenario).digest('hex').slice(0, 8)
  return JSON.parse(JSON.stringify(exchange).replaceAll('88888888-0000-0000-0000-', `${own}-0000-4000-8000-`))
}

function withBody(exchange: Exchange): Exchange {
  if (exchange.area.startsWith('deployment')) return exchange
  const isWrite = exchange.method === 'PUT' || exchange.method === 'PATCH'
  if (!isWrite || isMembers(exchange.requestBody)) return exchange
  if (exchange.status >= 300 || !isMembers(exchange.responseBody)) return exchange
  return { ...exchange, requestBody: writable(exchange.responseBody, exchange.method, exchange.url) }
}

function writable(answer: Members, method: string, url: string): Members {
  if (/\/providers\/Microsoft\.Resources\/tags\/default/i.test(url)) return writableTags(answer, method)
  if (method === 'PATCH') return writablePatch(answer, url)
  const isAssignment = /\/roleAssignments\//i.test(url)
  const dropped = isAssignment ? readOnlyProperties.filter((name) => name !== 'principalId') : readOnlyProperties
  const body: Members = without(answer, readOnlyMembers)
  if (isMembers(body.properties)) {
    body.properties = withPassword(withoutGeneratedDisks(without(body.properties, dropped)))
  }
  if (isMembers(body.identity)) body.identity = writableIdentity(body.identity)
  return body
}

/** The recorded patches change identities and tags; a machine left without an identity was asked to have none. */
function writablePatch(answer: Members, url: string): Members {
  const identity = isMembers(answer.identity) ? writableIdentity(answer.identity) : { type: 'None' }
  const isMachine = /\/virtualMachines\//i.test(url)
  return { ...(isMachine ? { identity } : {}), ...(isMembers(answer.tags) ? { tags: answer.tags } : {}) }
}

/** All tags of something at once: what is left after the change is what was asked for. */
const writableTags = (answer: Members, method: string): Members => ({
  ...(method === 'PATCH' ? { operation: 'Replace' } : {}),
  properties: answer.properties,
})

const without = (members: Members, names: readonly string[]): Members =>
  Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name)))

function writableIdentity(identity: Members): Members {
  const { type, userAssignedIdentities, identityIds } = identity
  if (identityIds !== undefined) return { type, identityIds }
  if (!isMembers(userAssignedIdentities)) return { type }
  return { type, userAssignedIdentities: Object.fromEntries(Object.keys(userAssignedIdentities).map((id) => [id, {}])) }
}

/** Passwords are never answered, so a rebuilt request lacks the one that the client must have sent. */
function withPassword(properties: Members): Members {
  const { osProfile } = properties
  if (!isMembers(osProfile)) return properties
  const linux = isMembers(osProfile.linuxConfiguration) ? osProfile.linuxConfiguration : undefined
  if (linux?.disablePasswordAuthentication === true) return properties
  return { ...properties, osProfile: { ...osProfile, adminPassword: 'Rebuilt-Pa55word' } }
}

/** Names and ids of disks that the service made are not what the client sent. */
function withoutGeneratedDisks(properties: Members): Members {
  const storage = properties.storageProfile
  if (!isMembers(storage) || !isMembers(storage.osDisk)) return properties
  const { managedDisk, ...osDisk } = storage.osDisk
  const isFromImage = osDisk.createOption === 'FromImage'
  const disk = isMembers(managedDisk) ? { managedDisk: isFromImage ? without(managedDisk, ['id']) : managedDisk } : {}
  return { ...properties, storageProfile: { ...storage, osDisk: { ...osDisk, ...disk } } }
}

function isReplicationDelay(exchange: Exchange, all: readonly Exchange[]): boolean {
  const { responseBody, url, seq } = exchange
  const error = isMembers(responseBody) && isMembers(responseBody.error) ? responseBody.error.code : undefined
  if (error !== 'PrincipalNotFound') return false
  const scope = url.slice(0, url.indexOf('?')).split('/').slice(0, -1).join('/')
  return all.some(
    (later) => later.seq > seq && later.method === 'PUT' && later.status < 300 && later.url.startsWith(scope),
  )
}

/**
 * One recorder gathered requests of one address by their method. What is made anew was deleted before, by the next
 * deletion that is recorded.
 */
function inOrder(exchanges: readonly Exchange[]): Exchange[] {
  const rest = [...exchanges]
  const ordered: Exchange[] = []
  const there = new Set<string>()
  const isDeletion = (one: Exchange, url: string) => one.method === 'DELETE' && one.url === url && one.status < 300
  for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
    const { url, method, status } = next
    if (method === 'PUT' && status === 201 && there.has(url) && /\/locks\//i.test(url)) {
      const deletion = rest.findIndex((one) => isDeletion(one, url))
      if (deletion >= 0) ordered.push(...rest.splice(deletion, 1))
    }
    if (method === 'PUT' && status < 300) there.add(url)
    if (method === 'DELETE' && status < 300) there.delete(url)
    ordered.push(next)
  }
  return ordered.map((exchange, index) => ({ ...exchange, seq: index }))
}

/** A group that is found right before it is made was found right after it. */
function afterItsPut(exchange: Exchange, index: number, all: readonly Exchange[]): Exchange {
  const next = all[index + 1]
  const isTooEarly =
    exchange.method === 'HEAD' && exchange.status === 204 && next?.method === 'PUT' && next.status === 201
  return isTooEarly && next.url === exchange.url ? { ...exchange, seq: next.seq + 0.5 } : exchange
}

const group = /^[^?]*\/resourcegroups\/[^/?]+(?=\?)/i

/** Groups that were there when the scenario began: it finds or deletes them before it makes them. */
function missingGroups(exchanges: readonly Exchange[]): Exchange[] {
  const known = new Set<string>()
  const extra: Exchange[] = []
  for (const exchange of exchanges) {
    const path = group.exec(exchange.url)?.[0].toLowerCase()
    if (path === undefined || known.has(path)) continue
    known.add(path)
    const isFound = exchange.status < 300 && (exchange.method === 'GET' || exchange.method === 'DELETE')
    if (!isFound) continue
    const { location = 'westus', tags } = isMembers(exchange.responseBody) ? exchange.responseBody : {}
    extra.push(preparation(exchange, { location, ...(isMembers(tags) ? { tags } : {}) }))
  }
  return extra
}

const preparation = (before: Exchange, requestBody: Members): Exchange => ({
  ...before,
  seq: before.seq - 0.5,
  area: 'prepare',
  method: 'PUT',
  requestBody,
  status: 201,
  responseBody: null,
})

/** Tags of the subscription that the recorder's account had: put before it is first read. */
function missingTags(exchanges: readonly Exchange[]): Exchange[] {
  const read = exchanges.find(({ method, url }) => method === 'GET' && /\/subscriptions\/[^/?]+\?/i.test(url))
  const tags = isMembers(read?.responseBody) ? read.responseBody.tags : undefined
  if (read === undefined || !isMembers(tags)) return []
  const url = read.url.replace(/\?.*$/s, '/providers/Microsoft.Resources/tags/default?api-version=2021-04-01')
  return [{ ...preparation(read, { properties: { tags } }), url, status: 200 }]
}

const made =
  /^[^?]*\/providers\/(?:Microsoft\.Compute\/virtualMachines|Microsoft\.ManagedIdentity\/userAssignedIdentities)\/[^/?]+(?=\?)/i

/** What is read or patched but was never put by the scenario itself: put it before it is first met, in lists too. */
function missingResources(exchanges: readonly Exchange[]): Exchange[] {
  const known = new Set<string>()
  const deployed = deployedIds(exchanges)
  const extra: Exchange[] = []
  for (const exchange of exchanges) {
    if (exchange.status < 300) extra.push(...missingExtensions(exchange, exchanges, known))
    const path = made.exec(exchange.url)?.[0]
    if (path === undefined || known.has(path.toLowerCase()) || deployed.has(idOf(path))) continue
    known.add(path.toLowerCase())
    if (exchange.method === 'PUT' || exchange.status >= 300 || !isMembers(exchange.responseBody)) continue
    const body = writable(exchange.responseBody, 'PUT', exchange.url)
    const first = exchanges.find(({ responseBody }) => listsItem(responseBody, idOf(path)))
    const put = preparation(exchange, exchange.method === 'PATCH' ? without(body, ['identity']) : body)
    extra.push({ ...put, seq: Math.min(put.seq, (first ?? put).seq - 0.5) })
  }
  return extra
}

const itemsOf = (answer: unknown): Members[] =>
  isMembers(answer) && Array.isArray(answer.value) ? answer.value.filter(isMembers) : []
const isItem =
  (id: string) =>
  (item: Members): boolean =>
    typeof item.id === 'string' && item.id.toLowerCase() === id
const listsItem = (answer: unknown, id: string): boolean => itemsOf(answer).some(isItem(id))

/** Extensions that are listed, and the machine that has them where only a list of machines shows it. */
function missingExtensions(exchange: Exchange, all: readonly Exchange[], known: Set<string>): Exchange[] {
  const machine = /^[^?]*\/virtualMachines\/[^/?]+(?=\/extensions\?)/i.exec(exchange.url)?.[0]
  if (machine === undefined || exchange.method !== 'GET' || known.has(machine.toLowerCase())) return []
  known.add(machine.toLowerCase())
  const first = all.find(({ responseBody }) => listsItem(responseBody, idOf(machine)))
  const found = itemsOf(first?.responseBody).find(isItem(idOf(machine)))
  if (first === undefined || found === undefined) return []
  const url = exchange.url.replace('/extensions?', '?')
  const extensions = itemsOf(exchange.responseBody).map((item) => ({
    ...preparation(first, writable(item, 'PUT', exchange.url)),
    seq: first.seq - 0.4,
    url: exchange.url.replace('/extensions?', `/extensions/${item.name}?`),
  }))
  return [{ ...preparation(first, writable(found, 'PUT', url)), url }, ...extensions]
}
