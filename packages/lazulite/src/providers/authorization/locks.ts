/**
 * `Microsoft.Authorization/locks`, an extension of subscriptions, groups and resources.
 *
 * Recorded with Az PowerShell 2016 and Cloud Custodian 2019: 201 with `properties` first, then 200; DELETE 200 with an empty
 * body. Lists hold the locks above, at and below a scope; `atScope()` leaves out those below (Az PowerShell says so of
 * its -AtScope). Decision: the texts for a level, a name, notes and owners that do not fit; other filters are refused.
 */
import type { Resource } from '../../domain/arm-resource/resource.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { isJsonObject, type JsonObject } from '../../domain/json.js'
import { lockLevels, lockType } from '../../domain/locks/lock.js'
import { coveringScopes, resourceKey, segmentsOf } from '../../domain/resource-id/resource-id.js'
import { lockOf } from '../../operations/require-unlocked.js'
import { newResource, stampResource } from '../../operations/stamp-resource.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../define.js'
import { parseFilterTerms } from './filter-terms.js'

const action = (verb: string): string => `${lockType}/${verb}`

export const locks = defineResourceType({
  type: lockType,
  apiVersions: ['2015-01-01', '2015-05-01-preview', '2015-06-01', '2016-09-01', '2017-04-01', '2020-05-01'],
  scopes: ['extension'],
  capabilities: 'SupportsExtension',
  isGlobal: true,
  get: { action: action('read'), run: getLock },
  put: { action: action('write'), run: putLock },
  delete: { action: action('delete'), run: deleteLock },
  list: { action: action('read'), filtersItself: true, run: listLocks },
})

async function getLock({ ports, target }: ArmRequest): Promise<ArmResponse> {
  const lock = await ports.store.read.resources.get(target.id)
  if (lock === undefined) throw new ArmError('LockNotFound', { name: target.name })
  return { status: 200, body: render(lock) }
}

async function listLocks(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target, query } = request
  const isBelowLeftOut = readFilter(query.get('$filter'))
  const here = resourceKey(target.scope)
  const covering = new Set(coveringScopes(target.scope))
  const { subscriptionId } = target
  const all = await ports.store.read.resources.list({
    scope: subscriptionId === undefined ? '/' : `/subscriptions/${subscriptionId}`,
    type: lockType,
  })
  const found = all.filter((lock) => {
    const scope = resourceKey(lockOf(lock).scope)
    return covering.has(scope) || (!isBelowLeftOut && scope.startsWith(`${here}/`))
  })
  const readable = await request.onlyReadable(found, action('read'), (lock) => lockOf(lock).scope)
  readable.sort((a, b) => segmentsOf(a.id).length - segmentsOf(b.id).length)
  return { status: 200, body: { value: readable.map(render) } }
}

/** @returns whether the filter is `atScope()`. @throws ArmError `InvalidFilterInQueryString` */
function readFilter(filter: string | undefined): boolean {
  const terms = parseFilterTerms(filter)
  const [term] = terms ?? []
  if (terms?.length === 0) return false
  if (terms?.length === 1 && term?.kind === 'call' && term.name === 'atscope' && term.argument === undefined)
    return true
  throw new ArmError('InvalidFilterInQueryString', { filter: filter ?? '' })
}

async function putLock({ ports, target, body }: ArmRequest): Promise<ArmResponse> {
  if (target.subscriptionId === undefined) {
    throw new ArmError('NotImplemented', { what: `PUT ${lockType} outside a subscription` })
  }
  requireName(target.name)
  const settings = readSettings(body ?? {})
  const { lock, isNew } = await ports.store.transaction(async (tx) => {
    const existing = await tx.resources.get(target.id)
    const stamp = stampResource(ports)
    const lock: Resource = {
      ...newResource(target, lockType, stamp),
      provisioningState: 'Succeeded',
      ...existing,
      body: settings,
      ...stamp,
    }
    if (existing === undefined) await tx.resources.insert(lock)
    else await tx.resources.update(lock)
    return { lock, isNew: existing === undefined }
  })
  return { status: isNew ? 201 : 200, body: render(lock) }
}

async function deleteLock({ ports, target }: ArmRequest): Promise<ArmResponse> {
  const deleted = await ports.store.transaction((tx) => tx.resources.delete(target.id))
  return { status: deleted === undefined ? 204 : 200 }
}

function requireName(name: string): void {
  if (name.length <= 260 && !/[<>%&:\\?/]/.test(name) && !/[. ]$/.test(name)) return
  throw new ArmError('InvalidResourceName', {
    detail: `The lock name '${name}' is invalid. It must have 1 to 260 characters, none of them one of '<,>,%,&,:,\\,?,/', and must not end with a period or a space.`,
  })
}

/** `level`, `notes`, `owners`, in the order in which they are printed. @throws ArmError `InvalidRequestContent` */
function readSettings(body: JsonObject): JsonObject {
  const properties = isJsonObject(body.properties) ? body.properties : {}
  const { level, notes, owners } = properties
  const known = lockLevels.find((name) => typeof level === 'string' && name.toLowerCase() === level.toLowerCase())
  if (known === undefined) refuse(`The lock level must be one of '${lockLevels.join("', '")}'`)
  if (notes !== undefined && notes !== null && (typeof notes !== 'string' || notes.length > 512)) {
    refuse("The 'notes' property must be a text of at most 512 characters")
  }
  return {
    level: known,
    ...(notes === undefined || notes === null ? {} : { notes }),
    ...(owners === undefined || owners === null ? {} : { owners: readOwners(owners) }),
  }
}

function readOwners(owners: unknown): readonly JsonObject[] {
  if (!Array.isArray(owners)) refuse("The 'owners' property must be a list of applications")
  return owners.map((owner: unknown) => {
    if (!isJsonObject(owner) || typeof owner.applicationId !== 'string') {
      refuse("Each of the 'owners' must have an 'applicationId'")
    }
    return { applicationId: owner.applicationId }
  })
}

function refuse(detail: string): never {
  throw new ArmError('InvalidRequestContent', { detail })
}

const render = ({ id, name, type, body }: Resource): JsonObject => ({ properties: body, id, type, name })
