import { describe, expect, it } from 'vitest'
import { groupType, servicePrincipalType, userType } from '../directory/graph-types.js'
import { GraphError } from '../errors/graph-error.js'
import { requireAnswerableFilter } from './judge-filter.js'
import { parseFilter } from './parse-filter.js'

const types = { user: userType, group: groupType, sp: servicePrincipalType }

function refusalOf(kind: keyof typeof types, filter: string, isAdvanced: boolean): string {
  try {
    requireAnswerableFilter(parseFilter(filter), { entity: types[kind], isAdvanced })
    return 'answered'
  } catch (error) {
    if (error instanceof GraphError) return `${error.code}: ${error.message}`
    throw error
  }
}

describe('requireAnswerableFilter', () => {
  it.each([
    ['sp', "appId eq 'x'"],
    ['sp', "id in ('x','y')"],
    ['sp', "startswith(displayName,'x')"],
    ['sp', "servicePrincipalNames/any(c:c eq 'x')"],
    ['sp', "alternativeNames/any(c:startswith(c,'x'))"],
    ['sp', "servicePrincipalType eq 'ManagedIdentity'"],
    ['sp', 'appOwnerOrganizationId eq 11111111-0000-4000-8000-000000000001'],
    ['user', "userPrincipalName eq 'x' and accountEnabled eq true"],
    ['user', 'mail eq null'],
    ['group', "displayName eq 'x' and mailNickname eq 'y'"],
    ['group', 'renewedDateTime ge 2024-01-01'],
  ] as const)('%s by %s needs nothing more', (kind, filter) => expect(refusalOf(kind, filter, false)).toBe('answered'))

  const advancedHelp =
    'is not supported because the required parameters might be missing. Try adding $count=true query parameter and ConsistencyLevel:eventual header. Refer to https://aka.ms/graph-docs/advanced-queries for more information'
  it.each([
    ['user', "displayName ne 'x'", "Unsupported property filter clause operator 'NotEqualsMatch'."],
    ['user', "not (displayName eq 'x')", `Operator: 'NOT' ${advancedHelp}`],
    ['user', "endswith(mail,'x')", `Operator: 'endsWith' ${advancedHelp}`],
    [
      'user',
      "companyName eq 'x'",
      "Unsupported or invalid query filter clause specified for property 'companyName' of resource 'User'.",
    ],
    [
      'sp',
      "description eq 'x'",
      "Unsupported or invalid query filter clause specified for property 'description' of resource 'ServicePrincipal'.",
    ],
    ['group', 'groupTypes/any()', "Unsupported property filter clause operator 'AnyMatch'."],
    ['user', "displayName gt 'x'", 'Unsupported Query.'],
    ['group', 'proxyAddresses/$count eq 0', 'Unsupported Query.'],
  ] as const)('%s by %s needs advanced capabilities', (kind, filter, message) => {
    expect(refusalOf(kind, filter, false)).toBe(`Request_UnsupportedQuery: ${message}`)
    expect(refusalOf(kind, filter, true)).toBe('answered')
  })

  it.each([
    [
      'user',
      "colour eq 'blue'",
      "BadRequest: Invalid filter clause: Could not find a property named 'colour' on type 'microsoft.graph.user'.",
    ],
    [
      'user',
      "DisplayName eq 'x'",
      "BadRequest: Invalid filter clause: Could not find a property named 'DisplayName' on type 'microsoft.graph.user'.",
    ],
    [
      'user',
      "accountEnabled eq 'true'",
      "BadRequest: Invalid filter clause: A binary operator with incompatible types was detected. Found operand types 'Edm.Boolean' and 'Edm.String' for operator kind 'Equal'.",
    ],
    [
      'sp',
      'appId eq 11111111-0000-4000-8000-000000000001',
      "BadRequest: Invalid filter clause: A binary operator with incompatible types was detected. Found operand types 'Edm.String' and 'Edm.Guid' for operator kind 'Equal'.",
    ],
    [
      'sp',
      "displayName/any(c:c eq 'x')",
      'BadRequest: Invalid filter clause: Any/All may only be used following a collection.',
    ],
    ['sp', "contains(displayName,'x')", 'Request_UnsupportedQuery: Unsupported Query.'],
    [
      'sp',
      "notes eq 'x'",
      "Request_UnsupportedQuery: Unsupported or invalid query filter clause specified for property 'notes' of resource 'ServicePrincipal'.",
    ],
    [
      'sp',
      "startswith(appId,'x')",
      "Request_UnsupportedQuery: Unsupported or invalid query filter clause specified for property 'appId' of resource 'ServicePrincipal'.",
    ],
    ['group', 'members/$count eq 0', 'NotImplemented: NotImplemented: $filter by members/$count'],
  ] as const)('%s by %s is refused whatever the capabilities', (kind, filter, expected) => {
    expect(refusalOf(kind, filter, true)).toBe(expected)
  })

  it('judges every part of a filter', () => {
    expect(refusalOf('sp', "appId eq 'x' or (displayName eq 'y' and notes eq 'z')", true)).toContain("'notes'")
    expect(refusalOf('sp', "servicePrincipalNames/any(c:x eq 'y')", true)).toContain("named 'x'")
  })
})
