/**
 * Scopes in words: what kind of thing a scope is, and where an assignment comes from as seen from the page's own scope
 * ("This resource", "Subscription (Inherited)"), as Azure's "Access control (IAM)" calls them.
 */
import { isSameId, isWithin, parseResourceReference } from '../api/resource-reference.js'

/** How a resource type is called, for one of them: `describeType(type).singular`. */
export type NameType = (type: string) => string

const managementGroupType = 'microsoft.management/managementgroups'

/** "Resource group", "Virtual machine", …; "Root" for `/`. */
export function kindOfScope(scope: string, nameType: NameType): string {
  const reference = parseResourceReference(scope)
  if (reference === undefined) return scope.replaceAll('/', '') === '' ? 'Root' : scope
  switch (reference.type.toLowerCase()) {
    case managementGroupType:
      return 'Management group'
    case 'microsoft.resources/subscriptions':
      return 'Subscription'
    case 'microsoft.resources/resourcegroups':
      return 'Resource group'
    default:
      return nameType(reference.type)
  }
}

export const nameOfScope = (scope: string): string => parseResourceReference(scope)?.name ?? scope

export type Place = 'here' | 'inherited' | 'below'

/** Where an assignment's scope is, as seen from `here`. Management groups are above although no id says so. */
export function placeOf(scope: string, here: string): Place {
  if (isSameId(trimmed(scope), trimmed(here))) return 'here'
  return isWithin(scope, here) ? 'below' : 'inherited'
}

export function labelOfPlace(scope: string, here: string, nameType: NameType): string {
  const kind = kindOfScope(scope, nameType)
  switch (placeOf(scope, here)) {
    case 'here':
      return 'This resource'
    case 'inherited':
      return `${kind} (Inherited)`
    case 'below':
      return kind
  }
}

const trimmed = (scope: string): string => scope.replace(/(?<=.)\/+$/, '')
