/**
 * Which other resources a body names, and what a caller must be allowed to do on them.
 *
 * Refused ids and their path: Azure/vm-scale-sets#52 (`properties.virtualMachineProfile.networkProfile.healthProbe.id`).
 */
import { ArmError } from '../errors/arm-error.js'
import type { Json } from '../json.js'
import { membersAt } from '../json-path.js'
import { parseResourceId, resourceTypeOf } from '../resource-id/resource-id.js'

/** Where ids stand in `properties` (`*`: each item), and the action on what they name: one for all, or one for each type in lower case. */
export interface LinkRule {
  readonly path: string
  readonly action: string | Readonly<Record<string, string>>
}

export interface BodyLink {
  readonly action: string
  /** The id as the client wrote it. */
  readonly scope: string
}

/**
 * In the order of the rules. Ids of types that a rule does not know need nothing.
 * @throws ArmError `LinkedInvalidPropertyId` (400)
 */
export function linksIn(properties: Json, rules: readonly LinkRule[]): BodyLink[] {
  return rules.flatMap(({ path, action }) =>
    membersAt(properties, path).flatMap(([name, id]) => {
      if (typeof id !== 'string') return []
      const type = requireQualified(id, `properties.${name}`)
      const needed = typeof action === 'string' ? action : action[type]
      return needed === undefined ? [] : [{ action: needed, scope: id }]
    }),
  )
}

/** @returns the type that the id names, in lower case. @throws ArmError `LinkedInvalidPropertyId` (400) */
export function requireQualified(id: string, path: string): string {
  const refusal = new ArmError('LinkedInvalidPropertyId', { id, path })
  if (!/^\/(subscriptions|providers)\/./i.test(id)) throw refusal
  try {
    return resourceTypeOf(parseResourceId(id)).toLowerCase()
  } catch {
    throw refusal
  }
}
