/** Requests for tables of role × request: each of them whole, under a name that nobody else has. */
import { places, versions } from './rights-world.js'

const { subscription, identity, machine } = places
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7'

type Method = 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE'
export type Ask = readonly [method: Method, url: string, body?: unknown]

let names = 0
/** A name that no other request of this process uses. */
export const unused = (): string => `n${++names}`
const unusedGuid = (): string => `80000000-0000-4000-8000-${String(++names).padStart(12, '0')}`

export const assign = (scope: string): Ask => [
  'PUT',
  `${scope}/providers/Microsoft.Authorization/roleAssignments/${unusedGuid()}?api-version=${versions.authorization}`,
  {
    properties: {
      roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${reader}`,
      principalId: unusedGuid(),
      principalType: 'ServicePrincipal',
    },
  },
]
export const define = (...assignableScopes: string[]): Ask => [
  'PUT',
  `${assignableScopes[0]}/providers/Microsoft.Authorization/roleDefinitions/${unusedGuid()}?api-version=${versions.authorization}`,
  { properties: { roleName: unused(), assignableScopes, permissions: [{ actions: ['*/read'] }] } },
]
export const lock = (scope: string): Ask => [
  'PUT',
  `${scope}/providers/Microsoft.Authorization/locks/${unused()}?api-version=${versions.locks}`,
  { properties: { level: 'CanNotDelete' } },
]
export const tag = (scope: string): Ask => [
  'PATCH',
  `${scope}/providers/Microsoft.Resources/tags/default?api-version=${versions.resources}`,
  { operation: 'Merge', properties: { tags: { a: 'b' } } },
]
export const post = (at: string, version: string, body: unknown = {}): Ask => [
  'POST',
  `${at}?api-version=${version}`,
  body,
]
export const federated: Ask = [
  'PUT',
  `${identity}/federatedIdentityCredentials/fic?api-version=${versions.identity}`,
  { properties: { issuer: 'https://issuer', subject: 'me', audiences: ['api://AzureADTokenExchange'] } },
]
export const attach: Ask = [
  'PATCH',
  `${machine}?api-version=${versions.compute}`,
  { identity: { type: 'UserAssigned', userAssignedIdentities: { [identity]: {} } } },
]
export const writeIdentity: Ask = ['PUT', `${identity}?api-version=${versions.identity}`, { location: 'westus' }]
