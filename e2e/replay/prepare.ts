/**
 * Makes recordings of real Azure replayable: their exchanges are incomplete where the recorder was.
 *
 * Ten repairs; only the last touches an expected answer:
 * - deployments, all masked by one name in addresses, get back the names that answers carry;
 * - request bodies of deployments, in which az writes the template's text as it stands in its file, are made JSON, which
 *   is all that the tool sends; masked passwords and keys in them become some that are valid;
 * - request bodies that were not recorded are rebuilt from the answer's writable members;
 * - deployments of what this cloud lacks by name (types of other providers, linked templates, template specs) are of an
 *   area of their own, which is not scored;
 * - machines and identities that nothing in the recording makes are put in place first, by extra requests of area
 *   `prepare`, which are not scored;
 * - so are groups that the recorder's test harness had made, with the tags that it gave them;
 * - a `HEAD` of a group that finds it is put after the `PUT` that makes it, where the recorder had folded polls;
 * - retries answered `PrincipalNotFound` before the same request succeeded show replication delay, which this cloud
 *   does not have: they are left out;
 * - masked names of role assignments, the same in every scenario, are made different ones;
 * - lists of the recorder's whole subscription are cut to what the scenario itself made or what every tenant has.
 */
import { createHash } from 'node:crypto'

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
  const repaired = withDeploymentNames(exchanges)
    .filter((exchange) => !isReplicationDelay(exchange, exchanges))
    .map(withBody)
    .map(withClaim(exchanges))
  const all = [...missingGroups(repaired), ...missingResources(repaired), ...repaired.map(afterItsPut)].sort(
    (a, b) => a.seq - b.seq,
  )
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
    if (!isMembers(item) || typeof item.id !== 'string' || !listsOthers.test(item.id)) return true
    const isBuiltIn = isMembers(item.properties) && item.properties.type === 'BuiltInRole'
    return isBuiltIn || own.has(item.id.toLowerCase())
  })
  return { ...exchange, responseBody: { ...answer, value: kept } }
}

/** Groups, what is in them, and roles and their assignments at any scope; not providers, locations, tag names. */
const listsOthers = /\/resourcegroups\/|\/providers\/microsoft\.authorization\/role/i

/** Masked names of role assignments (`88888888-…-0001`) count anew in every scenario; real ones never meet. */
function withOwnNames(exchange: Exchange, scenario: string): Exchange {
  const own = createHash('sha256').update(scenario).digest('hex').slice(0, 8)
  return JSON.parse(JSON.stringify(exchange).replaceAll('88888888-0000-0000-0000-', `${own}-0000-4000-8000-`))
}

/** The name is that of the answer, of the address to poll, or of the deployment that was met last. */
function withDeploymentNames(exchanges: readonly Exchange[]): Exchange[] {
  const masked = /(?<=\/deployments\/)mock-deployment(?=[/?])/
  const addressed = /\/deployments\/([^/]+)\/operationStatuses\/(\d+)/
  const byNumber = new Map<string, string>()
  let last = 'mock-deployment'
  return exchanges.map((exchange) => {
    const { responseBody, responseHeaders, url } = exchange
    if (!masked.test(url)) return exchange
    const [, polled, number] = addressed.exec(responseHeaders['azure-asyncoperation'] ?? '') ?? []
    if (polled !== undefined && number !== undefined) byNumber.set(number, polled)
    const answered = isMembers(responseBody) && typeof responseBody.name === 'string' ? responseBody.name : undefined
    const asked = byNumber.get(addressed.exec(url)?.[2] ?? '')
    last = answered ?? polled ?? asked ?? last
    return { ...exchange, url: url.replace(masked, last) }
  })
}

/** Comments go, line breaks inside of strings are escaped, the bare key `template` gets its quotes. */
function deploymentBody(text: string): unknown {
  const token = /"(?:[^"\\]|\\[\s\S])*"|\/\*[\s\S]*?\*\/|\/\/[^\n]*|\btemplate(?=\s*:)/g
  // Some recorders wrote bytes as Python prints them.
  const plain = /^b'([\s\S]*)'$/.exec(text)?.[1]?.replaceAll('\\\\', '\\').replaceAll("\\'", "'") ?? text
  const json = plain.replace(token, (part) => {
    if (part.startsWith('"')) return part.replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll('\t', '\\t')
    return part === 'template' ? '"template"' : ' '
  })
  return JSON.parse(json)
}

const claimed = /^Microsoft\.(Authorization|Compute|ManagedIdentity|Network|Resources)\//i
const deploymentName = /\/deployments\/([^/?]+)/

/** A deployment, by its name in the scenario, is this cloud's to make when every request about it is. */
function withClaim(exchanges: readonly Exchange[]): (exchange: Exchange) => Exchange {
  const foreign = new Set(
    withDeploymentNames(exchanges)
      .map(withBody)
      .filter(({ area, requestBody }) => area === 'deployment' && isForeign(requestBody))
      .map(({ url }) => deploymentName.exec(url)?.[1]),
  )
  return (exchange) =>
    exchange.area === 'deployment' && foreign.has(deploymentName.exec(exchange.url)?.[1])
      ? { ...exchange, area: 'deployment of what is missing' }
      : exchange
}

function isForeign(body: unknown): boolean {
  if (!isMembers(body) || !isMembers(body.properties)) return false
  const { template, templateLink } = body.properties
  if (isMembers(templateLink)) return true
  const resources = isMembers(template) && Array.isArray(template.resources) ? template.resources : []
  return resources.some((one) => !claimed.test(String(one.type)))
}

/** A public key whose private half nobody kept. */
const publicKey =
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQClO2Lfrdtjt/YK9LYnUUgg1OwUGjQGe0iPjULALVz2Cg5NZZ3fEUHxFZRtdY6gvYsCvEwHiAbRZZmLbcYSM2rJ0cZ6/PBugBkU0QTN6KllMhNmOG/sGa829xZkHfcMfhJdQuvOoqMZ41vOslS/t/2iiBV7bsdUVsKKF4LFlYl/n4kxQAPnjf3zCU4LmpdtvCEGMsaNRxGZvC8n/pXGeNTfh59E+++fIzqjVnmaZl2IJMAZkIHpAphBqMwAuYNFRKci0lrK5ys62DqnZzvmPY/iI+cSzqMzlgZoMIKM7wl4C7aU87NMh/8tSeHH58Q28xRNnZHnpIBMaS5NddhtRzZf root@vm'

function unmasked(body: unknown): unknown {
  const text = JSON.stringify(body)
    .replaceAll('"keyData":"REDACTED"', `"keyData":"${publicKey}"`)
    .replaceAll('"adminPassword":"REDACTED"', '"adminPassword":"Rebuilt-Pa55word"')
  const parsed: unknown = JSON.parse(text)
  if (!isMembers(parsed) || !isMembers(parsed.properties) || !isMembers(parsed.properties.parameters)) return parsed
  const { parameters } = parsed.properties
  const given = Object.entries(parameters).map(([name, value]) => [name, isMembers(value) ? value : { value }])
  return { ...parsed, properties: { ...parsed.properties, parameters: Object.fromEntries(given) } }
}

function withBody(exchange: Exchange): Exchange {
  const { requestBody } = exchange
  if (exchange.area === 'deployment' && requestBody !== null && requestBody !== undefined) {
    const body = typeof requestBody === 'string' ? deploymentBody(requestBody) : requestBody
    return { ...exchange, requestBody: unmasked(body) }
  }
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

const made =
  /^[^?]*\/providers\/(?:Microsoft\.Compute\/virtualMachines|Microsoft\.ManagedIdentity\/userAssignedIdentities)\/[^/?]+(?=\?)/i

/** Addresses, in lower case, of what a deployment names in its template. */
function deployedBy({ url, method, requestBody }: Exchange): string[] {
  if (method !== 'PUT' || !isMembers(requestBody) || !isMembers(requestBody.properties)) return []
  const { template } = requestBody.properties
  const resources = isMembers(template) && Array.isArray(template.resources) ? template.resources : []
  const scope = url.slice(0, url.search(/\/providers\/Microsoft\.Resources\/deployments/i))
  return resources.map((one) => `${scope}/providers/${one.type}/${one.name}`.toLowerCase())
}

/** What is read or patched but was never put by the scenario itself: put it just before it is first met. */
function missingResources(exchanges: readonly Exchange[]): Exchange[] {
  const known = new Set<string>(exchanges.flatMap(deployedBy))
  const extra: Exchange[] = []
  for (const exchange of exchanges) {
    const path = made.exec(exchange.url)?.[0]
    if (path === undefined || known.has(path.toLowerCase())) continue
    known.add(path.toLowerCase())
    if (exchange.method === 'PUT' || exchange.status >= 300 || !isMembers(exchange.responseBody)) continue
    const body = writable(exchange.responseBody, 'PUT', exchange.url)
    extra.push(preparation(exchange, exchange.method === 'PATCH' ? without(body, ['identity']) : body))
  }
  return extra
}
