/**
 * A small directory with one machine, for tests of whatever issues tokens: behaves like the store's readers, holds
 * everything in plain maps. Ids are fixed: tenant `1…1`, ARM `797f4846…`, as far as Azure fixes them.
 */
import type { Resource } from '../domain/arm-resource/resource.js'
import type { Application, Principal, ServicePrincipal, Tenant } from '../domain/directory/directory-objects.js'
import type { ResourceIdentity } from '../domain/identity/resource-identity.js'
import type { JsonObject } from '../domain/json.js'
import { isSameAudience } from '../domain/token/audience.js'
import type { KeyRing } from '../ports/key-ring.js'
import type { AuditEvent } from '../ports/store.js'
import { fakeClock } from './fake-clock.js'
import { sequentialIds } from './sequential-ids.js'
import { testRules, testSubscription, testSubscriptionId, testTenantId } from './test-ports.js'

export const testTenant: Tenant = {
  tenantId: testTenantId,
  displayName: 'Lazulite',
  defaultDomain: 'lazulite.onmicrosoft.com',
  createdAt: Date.parse('2029-12-01T00:00:00.500Z'),
}

export const testVmId = '60000000-0000-4000-8000-000000000001'
const group = `${testSubscription}/resourceGroups/DevTest`
export const testVmResourceId = `${group}/providers/Microsoft.Compute/virtualMachines/VM1`
export const testIdentityResourceId = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/ID1`

export const systemIds = {
  principalId: '70000000-0000-4000-8000-000000000001',
  clientId: '70000000-0000-4000-8000-00000000000c',
}
export const userIds = {
  principalId: '80000000-0000-4000-8000-000000000001',
  clientId: '80000000-0000-4000-8000-00000000000c',
}
export const testUserLink = { ...userIds, resourceId: testIdentityResourceId }

export const testClientId = '30000000-0000-4000-8000-000000000001'

export function servicePrincipal(facts: Partial<ServicePrincipal> & { principalId: string; clientId: string }) {
  return {
    kind: 'ServicePrincipal',
    displayName: 'app',
    isEnabled: true,
    createdAt: testTenant.createdAt,
    servicePrincipalType: 'Application',
    servicePrincipalNames: [facts.clientId],
    ...facts,
  } satisfies ServicePrincipal
}

const armPrincipal = servicePrincipal({
  principalId: '90000000-0000-4000-8000-000000000001',
  clientId: '797f4846-ba00-4fd7-ba43-dac1f8f63013',
  displayName: 'Windows Azure Service Management API',
  servicePrincipalNames: [
    '797f4846-ba00-4fd7-ba43-dac1f8f63013',
    'https://management.azure.com/',
    'https://management.core.windows.net/',
  ],
})

export function machine(identity: ResourceIdentity): Resource {
  return {
    id: testVmResourceId,
    type: 'Microsoft.Compute/virtualMachines',
    name: 'VM1',
    subscriptionId: testSubscriptionId,
    resourceGroup: 'DevTest',
    location: 'westus',
    identity,
    provisioningState: 'Succeeded',
    body: { properties: { vmId: testVmId } },
    etag: 'etag',
    createdAt: testTenant.createdAt,
    changedAt: testTenant.createdAt,
  }
}

/** Signs by printing: header and claims are readable, the signature counts. */
export function printingKeyRing(): KeyRing & { readonly signed: number } {
  let signed = 0
  const part = (value: JsonObject) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return {
    get signed() {
      return signed
    },
    async sign(claims, { tokenVersion }) {
      signed++
      const header = { typ: 'JWT', alg: 'RS256', ...(tokenVersion === '1.0' ? { x5t: 'key-1' } : {}), kid: 'key-1' }
      return `${part(header)}.${part(claims)}.signature-${signed}`
    },
    async verify() {
      return { valid: false, reason: 'signature' }
    },
    async published() {
      return [
        { kid: 'key-1', x5t: 'key-1', n: 'modulus-1', e: 'AQAB', x5c: ['certificate-1'] },
        { kid: 'key-2', x5t: 'key-2', n: 'modulus-2', e: 'AQAB', x5c: ['certificate-2'] },
      ]
    },
    async rotate() {},
  }
}

/** Claims of a compact JWS, unverified. */
export function claimsOf(token: string): JsonObject {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
}

export function tokenWorld() {
  const principals = new Map<string, Principal>()
  const applications = new Map<string, Application>()
  const machines = new Map<string, Resource>()
  const events: AuditEvent[] = []
  const all = () => [...principals.values()]
  const named = (matches: (principal: ServicePrincipal) => boolean) =>
    all().find((principal) => principal.kind === 'ServicePrincipal' && matches(principal))

  const world = {
    clock: fakeClock(),
    ids: sequentialIds(),
    keyRing: printingKeyRing(),
    rules: testRules,
    events,
    audit: (event: AuditEvent) => void events.push(event),
    machines,
    vmResource: async (vmId: string) => machines.get(vmId),
    add(...added: readonly Principal[]) {
      for (const principal of added) principals.set(principal.principalId, principal)
    },
    remove: (principalId: string) => principals.delete(principalId),
    addApplication(application: Application) {
      applications.set(application.clientId, application)
    },
    directory: {
      tenants: { get: async () => testTenant },
      principals: {
        get: async (principalId: string) => principals.get(principalId),
        findByClientId: async (clientId: string) => named((one) => one.clientId === clientId.toLowerCase()),
        findByServicePrincipalName: async (name: string) =>
          named((one) => one.servicePrincipalNames.some((known) => isSameAudience(known, name))),
      },
      resources: { list: async () => [] },
      applications: { findByClientId: async (clientId: string) => applications.get(clientId.toLowerCase()) },
    },
  }
  world.add(armPrincipal)
  return world
}
