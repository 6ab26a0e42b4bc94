/**
 * The managed identities of a subscription, as the panel "Select managed identities" lists them: those of resources by
 * the type of their resource, and the user-assigned ones. All of it is read from Resource Manager's lists.
 */
import { parseResourceReference } from '../../api/resource-reference.js'
import type { Member } from './member.js'

/** As `…/resources` answers. */
export interface ListedResource {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly identity?: { readonly principalId?: string }
}

export interface UserAssignedIdentity {
  readonly id: string
  readonly name: string
  readonly properties?: { readonly principalId?: string }
}

export interface Candidate {
  readonly member: Member
  /** `user` or the lower-case type of the resource whose system-assigned identity it is. */
  readonly kind: string
  readonly resourceGroup: string
}

/** An entry of the dropdown "Managed identity". */
export interface IdentityKind {
  readonly id: string
  readonly label: string
  readonly count: number
}

export const userAssigned = 'user'
export const anySystemAssigned = 'system'
const virtualMachine = 'microsoft.compute/virtualmachines'

/** Names of Azure's portal; other types are named by their last word. */
const typeNames: Readonly<Record<string, string>> = {
  [virtualMachine]: 'Virtual machine',
  'microsoft.compute/virtualmachinescalesets': 'Virtual machine scale set',
  'microsoft.compute/disks': 'Disk',
  'microsoft.containerinstance/containergroups': 'Container instance',
  'microsoft.web/sites': 'App Service',
  'microsoft.logic/workflows': 'Logic app',
  'microsoft.automation/automationaccounts': 'Automation Account',
}

export const nameOfType = (type: string): string =>
  typeNames[type.toLowerCase()] ??
  (type.split('/').at(-1) ?? type).replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

export function candidatesOf(
  resources: readonly ListedResource[],
  identities: readonly UserAssignedIdentity[],
): readonly Candidate[] {
  const own = identities.flatMap(({ id, name, properties }) =>
    candidate({ id, name, principalId: properties?.principalId, kind: userAssigned }),
  )
  const ofResources = resources.flatMap(({ id, name, type, identity }) =>
    candidate({ id, name, principalId: identity?.principalId, kind: type.toLowerCase(), type }),
  )
  return [...own, ...ofResources].toSorted((one, other) =>
    one.member.name.localeCompare(other.member.name, undefined, { numeric: true }),
  )
}

interface Found {
  readonly id: string
  readonly name: string
  readonly principalId: string | undefined
  readonly kind: string
  readonly type?: string
}

function candidate({ id, name, principalId, kind, type }: Found): readonly Candidate[] {
  if (principalId === undefined) return []
  const resourceGroup = parseResourceReference(id)?.resourceGroup ?? ''
  const member: Member = {
    ...{ principalId, name, principalType: 'ServicePrincipal', source: 'identity', detail: resourceGroup },
    kind: type === undefined ? 'User-assigned managed identity' : nameOfType(type),
  }
  return [{ member, kind, resourceGroup }]
}

/** Azure's order: user-assigned, all system-assigned, then by type. Virtual machines are offered even when there is none. */
export function kindsOf(candidates: readonly Candidate[]): readonly IdentityKind[] {
  const count = (id: string) => candidates.filter((one) => isOfKind(one, id)).length
  const names = new Map([[virtualMachine, nameOfType(virtualMachine)]])
  for (const { kind, member } of candidates) if (kind !== userAssigned) names.set(kind, member.kind)
  const types = [...names].toSorted(([, one], [, other]) => one.localeCompare(other))
  const all: readonly (readonly [string, string])[] = [
    [userAssigned, 'User-assigned managed identity'],
    [anySystemAssigned, 'All system-assigned managed identities'],
    ...types,
  ]
  return all.map(([id, label]) => ({ id, label, count: count(id) }))
}

export const isOfKind = ({ kind }: Candidate, id: string): boolean =>
  id === anySystemAssigned ? kind !== userAssigned : kind === id
