/** Records for the store's contract tests: complete, and as small as can be; tests override what they are about. */
import type { ArmOperation, Resource } from '../../domain/arm-resource/resource.js'
import type { Application, Group, ServicePrincipal, User } from '../../domain/directory/directory-objects.js'
import { type DenyAssignment, everyone } from '../../domain/rbac/deny-assignment.js'
import type { RoleAssignment, RoleDefinition } from '../../domain/rbac/role.js'
import type { StoredSigningKey } from '../../ports/store.js'

export const TIME = Date.parse('2030-01-01T00:00:00Z')
export const SUBSCRIPTION = '/subscriptions/20000000-0000-4000-8000-000000000001'
export const DEV = `${SUBSCRIPTION}/resourceGroups/Dev`

/** A GUID that is easy to tell from others, in lower case: `guid('a1')`. */
export const guid = (tail: string): string => `00000000-0000-4000-8000-${tail.padStart(12, '0')}`

/** A virtual machine. */
export const aResource = (id: string, overrides: Partial<Resource> = {}): Resource => ({
  id,
  type: 'Microsoft.Compute/virtualMachines',
  name: id.slice(id.lastIndexOf('/') + 1),
  subscriptionId: '20000000-0000-4000-8000-000000000001',
  provisioningState: 'Succeeded',
  body: {},
  etag: 'etag-1',
  createdAt: TIME,
  changedAt: TIME,
  ...overrides,
})

export const aUser = (id: string, userPrincipalName: string): User => ({
  kind: 'User',
  principalId: guid(id),
  displayName: userPrincipalName,
  isEnabled: true,
  createdAt: TIME,
  userPrincipalName,
  directoryRoles: [],
})

export const aGroup = (id: string): Group => ({
  kind: 'Group',
  principalId: guid(id),
  displayName: `group ${id}`,
  isEnabled: true,
  createdAt: TIME,
})

export const aServicePrincipal = (
  id: string,
  clientId: string,
  overrides: Partial<ServicePrincipal> = {},
): ServicePrincipal => ({
  kind: 'ServicePrincipal',
  principalId: guid(id),
  displayName: `application ${clientId}`,
  isEnabled: true,
  createdAt: TIME,
  clientId: guid(clientId),
  servicePrincipalType: 'Application',
  servicePrincipalNames: [guid(clientId)],
  ...overrides,
})

export const anApplication = (id: string, clientId: string, overrides: Partial<Application> = {}): Application => ({
  objectId: guid(id),
  clientId: guid(clientId),
  displayName: `application ${clientId}`,
  identifierUris: [],
  isPublicClient: false,
  secrets: [],
  createdAt: TIME,
  ...overrides,
})

/** An assignment with the role `guid('eee')` to the principal `guid('1')`. */
export const anAssignment = (name: string, scope: string, overrides: Partial<RoleAssignment> = {}): RoleAssignment => ({
  name: guid(name),
  scope,
  principalId: guid('1'),
  principalType: 'ServicePrincipal',
  roleDefinitionId: guid('eee'),
  createdAt: TIME,
  updatedAt: TIME,
  ...overrides,
})

/** Denies `*` to everyone but the principal `guid('1')`. */
export const aDeny = (name: string, scope: string, overrides: Partial<DenyAssignment> = {}): DenyAssignment => ({
  name: guid(name),
  displayName: `deny ${name}`,
  scope,
  permissions: [{ actions: ['*'], notActions: [], dataActions: [], notDataActions: [] }],
  doNotApplyToChildScopes: false,
  principals: [everyone],
  excludePrincipals: [{ id: guid('1'), type: 'ServicePrincipal' }],
  isSystemProtected: true,
  effect: 'Enforced',
  createdAt: TIME,
  updatedAt: TIME,
  ...overrides,
})

export const aRole = (id: string, roleName: string): RoleDefinition => ({
  roleDefinitionId: guid(id),
  roleName,
  description: '',
  type: 'CustomRole',
  permissions: [{ actions: ['*/read'], notActions: [], dataActions: [], notDataActions: [] }],
  assignableScopes: [SUBSCRIPTION],
  createdAt: TIME,
  updatedAt: TIME,
})

export const aSigningKey = (kid: string, publishedAt: number): StoredSigningKey => ({
  kid,
  use: 'token',
  privateKey: 'not a key',
  certificate: 'not a certificate',
  publishedAt,
  usedFrom: publishedAt,
})

export const anOperation = (id: string, overrides: Partial<ArmOperation> = {}): ArmOperation => ({
  operationId: guid(id),
  kind: 'resourceGroupDeletion',
  subject: DEV,
  subscriptionId: '20000000-0000-4000-8000-000000000001',
  location: 'westus',
  status: 'InProgress',
  startedAt: TIME,
  ...overrides,
})
