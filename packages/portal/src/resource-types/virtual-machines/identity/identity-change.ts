/**
 * What the page "Identity" sends: the `identity` member of a PATCH, made from what the resource has now.
 *
 * Microsoft's REST quickstart for managed identities on virtual machines: a type that leaves out one of the two drops
 * it; the map merges with what is there, `null` removes an entry. As Azure CLI sends it, nothing else is in the body.
 */
import { hasSystemAssigned, type IdentityBlock } from '../machine.js'

export interface IdentityPatch {
  readonly identity: {
    readonly type: string
    readonly userAssignedIdentities?: Readonly<Record<string, object | null>>
  }
}

const typeOf = (system: boolean, user: boolean): string => {
  const parts = [...(system ? ['SystemAssigned'] : []), ...(user ? ['UserAssigned'] : [])]
  return parts.length === 0 ? 'None' : parts.join(', ')
}

export const userAssignedIds = (identity: IdentityBlock | undefined): readonly string[] =>
  Object.keys(identity?.userAssignedIdentities ?? {})

export function switchSystemAssigned(identity: IdentityBlock | undefined, isOn: boolean): IdentityPatch {
  return { identity: { type: typeOf(isOn, userAssignedIds(identity).length > 0) } }
}

export function addUserAssigned(identity: IdentityBlock | undefined, ids: readonly string[]): IdentityPatch {
  return {
    identity: {
      type: typeOf(hasSystemAssigned(identity), true),
      userAssignedIdentities: Object.fromEntries(ids.map((id) => [id, {}])),
    },
  }
}

/** The last one goes with its type: a type that names user-assigned identities has to have some. */
export function removeUserAssigned(identity: IdentityBlock | undefined, ids: readonly string[]): IdentityPatch {
  const leaving = new Set(ids.map((id) => id.toLowerCase()))
  const all = userAssignedIds(identity)
  const staysAny = all.some((id) => !leaving.has(id.toLowerCase()))
  const type = typeOf(hasSystemAssigned(identity), staysAny)
  if (!staysAny) return { identity: { type } }
  const removed = all.filter((id) => leaving.has(id.toLowerCase()))
  return { identity: { type, userAssignedIdentities: Object.fromEntries(removed.map((id) => [id, null])) } }
}
