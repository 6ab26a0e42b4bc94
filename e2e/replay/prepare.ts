/**
 * Makes recordings of real Azure replayable: their exchanges are incomplete where the recorder was.
 *
 * What is repaired:
 * - principals are made (see `principals.ts`), deployments made readable (`deployments.ts`), requests put back into the
 *   order that the recorder had lost (`order.ts`), and types that this cloud does not claim are set apart (`claimed.ts`);
 * - request bodies that were not recorded are rebuilt from the answer's writable members;
 * - machines, extensions and identities that nothing in the recording makes are put in place first, by extra requests of
 *   area `prepare`, which are not scored; so are the networks of those machines (`missing-networks.ts`), groups with the
 *   tags that the recorder's test harness had given them, tags of the subscription, tag names that are deleted;
 * - retries answered `PrincipalNotFound` before the same request succeeded show replication delay, which this cloud
 *   does not have: they are left out;
 * - masked names of role assignments, the same in every scenario, are made different ones.
 *
 * Expected answers are touched in two ways only: ids of principals become those of ours, and lists of the recorder's
 * whole subscription are cut to what the scenario itself made, what every tenant has, and what this cloud claims.
 */
import { createHash } from 'node:crypto'
import { isClaimedId, withClaims } from './claimed.ts'
import { deployedIds, prepareDeployments } from './deployments.ts'
import { missingNetworks, withSomeKey } from './missing-networks.ts'
import { inOrder } from './order.ts'

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
    ...missingTagNames(repaired),
    ...missingResources(repaired),
    ...repaired,
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
  const body = writable(exchange.responseBody, exchange.method, exchange.url)
  return { ...exchange, requestBody: exchange.status === 200 ? withoutMadeUpDiskName(body) : body }
}

/** A machine that is put again keeps the disk whose name the service had made up; ours has another. */
function withoutMadeUpDiskName(body: Members): Members {
  const text = JSON.stringify(body).replace(/"name":"[^"]*_(?:OsDisk_1|disk1)_[0-9a-f]{32}",?/g, '')
  return JSON.parse(text)
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

/** Tag names that the scenario deletes without having made them. */
function missingTagNames(exchanges: readonly Exchange[]): Exchange[] {
  const [first] = exchanges
  const isMade = (url: string) => exchanges.some((one) => one.method === 'PUT' && one.url === url)
  return exchanges
    .filter(({ method, url, status }) => method === 'DELETE' && status === 200 && /\/tagNames\/[^/]+\?/i.test(url))
    .filter(({ url }) => !isMade(url))
    .map((deletion) => ({ ...preparation(deletion, {}), seq: (first ?? deletion).seq - 0.5 }))
}

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
    const seq = Math.min(put.seq, (first ?? put).seq - 0.5)
    extra.push({ ...put, seq })
    const { resources } = exchange.responseBody
    const extensions = Array.isArray(resources) ? resources.filter(isMembers) : []
    extra.push(...extensions.map((item) => extensionPut(exchange, { item, url: exchange.url, seq: seq + 0.1 })))
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

const extensionPut = (before: Exchange, { item, url, seq }: { item: Members; url: string; seq: number }): Exchange => ({
  ...preparation(before, writable(item, 'PUT', url)),
  seq,
  url: url.replace('?', `/extensions/${item.name}?`),
})

/** Extensions that are listed, and the machine that has them where only a list of machines shows it. */
function missingExtensions(exchange: Exchange, all: readonly Exchange[], known: Set<string>): Exchange[] {
  const machine = /^[^?]*\/virtualMachines\/[^/?]+(?=\/extensions\?)/i.exec(exchange.url)?.[0]
  if (machine === undefined || exchange.method !== 'GET' || known.has(machine.toLowerCase())) return []
  known.add(machine.toLowerCase())
  const first = all.find(({ responseBody }) => listsItem(responseBody, idOf(machine)))
  const found = itemsOf(first?.responseBody).find(isItem(idOf(machine)))
  if (first === undefined || found === undefined) return []
  const url = exchange.url.replace('/extensions?', '?')
  const extensions = itemsOf(exchange.responseBody).map((item) =>
    extensionPut(first, { item, url, seq: first.seq - 0.4 }),
  )
  return [{ ...preparation(first, writable(found, 'PUT', url)), url }, ...extensions]
}
