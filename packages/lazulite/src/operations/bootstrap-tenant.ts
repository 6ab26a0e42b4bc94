/**
 * First start: the tenant, its subscription, an administrator and an operator who own it, and Microsoft's applications.
 *
 * Decision: the ids below are fixed, so that tests and documents may name them; passwords never are. All happens in one
 * transaction, once: what was made is remembered in a setting, and later starts change nothing, whatever they ask for.
 */
import type { Resource } from '../domain/arm-resource/resource.js'
import type { Application, PasswordCredential, ServicePrincipal, User } from '../domain/directory/directory-objects.js'
import type { RoleAssignment } from '../domain/rbac/role.js'
import { subscriptionScope } from '../domain/resource-id/resource-id.js'
import type { EpochMillis } from '../domain/time.js'
import type { Ports } from '../ports/ports.js'
import type { ReadStores, Tx } from '../ports/store.js'
import { type FirstPartyApplication, publicClients, resourceApplications } from './first-party-applications.js'

export const DEFAULT_TENANT_ID = '10000000-0000-4000-8000-000000000001'
export const DEFAULT_DOMAIN = 'lazulite.onmicrosoft.com'
export const DEFAULT_SUBSCRIPTION_ID = '20000000-0000-4000-8000-000000000001'
export const DEFAULT_OPERATOR_CLIENT_ID = '30000000-0000-4000-8000-000000000001'

/** https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference#global-administrator */
const GLOBAL_ADMINISTRATOR_TEMPLATE_ID = '62e90394-69f5-4237-9190-012177145e10'
/** https://learn.microsoft.com/azure/role-based-access-control/built-in-roles#owner */
const OWNER_ROLE_ID = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'

const SETTING = 'bootstrap'

export interface SecretInput {
  /** As `hashPassword` makes it. */
  readonly hash: string
  /** The secret's first characters, as Azure shows them. */
  readonly hint: string
}

export interface BootstrapInput {
  readonly tenantId?: string
  readonly tenantName?: string
  readonly defaultDomain?: string
  readonly subscriptionId?: string
  readonly subscriptionName?: string
  /** Default: `admin@` the default domain. */
  readonly administratorName?: string
  readonly administratorPassword: SecretInput
  readonly operatorClientId?: string
  readonly operatorSecret: SecretInput
}

/** What first start made; no secrets. */
export interface Bootstrap {
  readonly tenantId: string
  readonly defaultDomain: string
  readonly subscriptionId: string
  readonly administrator: { readonly principalId: string; readonly userPrincipalName: string }
  readonly operator: { readonly principalId: string; readonly clientId: string }
}

type BootstrapPorts = Pick<Ports, 'store' | 'clock' | 'ids'>

/** What first start made, or `undefined` before it: ask before making up and hashing passwords. */
export async function readBootstrap(read: Pick<ReadStores, 'settings'>): Promise<Bootstrap | undefined> {
  const stored = await read.settings.get(SETTING)
  // Only `bootstrapTenant` writes this setting, with a Bootstrap.
  return stored as Bootstrap | undefined
}

/** Idempotent: resolves to what the first call made. */
export function bootstrapTenant(ports: BootstrapPorts, input: BootstrapInput): Promise<Bootstrap> {
  const now = ports.clock.nowMillis()
  return ports.store.transaction(async (tx) => {
    const existing = await readBootstrap(tx)
    if (existing !== undefined) return existing

    const make = recordMaker(ports, now)
    const tenantId = input.tenantId ?? DEFAULT_TENANT_ID
    const defaultDomain = input.defaultDomain ?? DEFAULT_DOMAIN
    const subscriptionId = input.subscriptionId ?? DEFAULT_SUBSCRIPTION_ID
    const displayName = input.tenantName ?? 'Lazulite'
    await tx.tenants.put({ tenantId, displayName, defaultDomain, createdAt: now })
    await tx.resources.insert(make.subscription(subscriptionId, input.subscriptionName ?? 'Lazulite'))

    const administrator = make.administrator(
      input.administratorName ?? `admin@${defaultDomain}`,
      input.administratorPassword,
    )
    await tx.principals.insert(administrator)

    const clientId = input.operatorClientId ?? DEFAULT_OPERATOR_CLIENT_ID
    const operator: ServicePrincipal = {
      ...make.servicePrincipal(clientId, 'Lazulite operator', []),
      // Scripts create applications and look principals up: without a directory role Graph would refuse them.
      directoryRoles: [GLOBAL_ADMINISTRATOR_TEMPLATE_ID],
    }
    await tx.applications.insert({
      ...make.application(clientId, 'Lazulite operator'),
      secrets: [make.credential(input.operatorSecret)],
    })
    await tx.principals.insert(operator)

    const scope = subscriptionScope(subscriptionId)
    await tx.roleAssignments.insert(make.ownership(scope, administrator, administrator.principalId))
    await tx.roleAssignments.insert(make.ownership(scope, operator, administrator.principalId))
    await insertFirstPartyApplications(tx, make)

    const made: Bootstrap = {
      tenantId,
      defaultDomain,
      subscriptionId,
      administrator: { principalId: administrator.principalId, userPrincipalName: administrator.userPrincipalName },
      operator: { principalId: operator.principalId, clientId },
    }
    await tx.settings.put(SETTING, { ...made })
    // What the cloud begins with takes no time to have an effect.
    await tx.accessChanges.deleteUntil(ports.clock.nowMillis())
    return made
  })
}

/** A folder that an older version made learns the public clients that this one adds. */
export async function addMissingPublicClients(ports: BootstrapPorts): Promise<void> {
  const { applications } = ports.store.read
  const known = await Promise.all(publicClients.map(({ clientId }) => applications.findByClientId(clientId)))
  const missing = publicClients.filter((_, index) => known[index] === undefined)
  if (missing.length === 0) return
  const make = recordMaker(ports, ports.clock.nowMillis())
  await ports.store.transaction(async (tx) => {
    for (const client of missing) await insertPublicClient(tx, make, client)
  })
}

async function insertPublicClient(
  tx: Tx,
  make: RecordMaker,
  { clientId, displayName }: FirstPartyApplication,
): Promise<void> {
  await tx.applications.insert({ ...make.application(clientId, displayName), isPublicClient: true })
  await tx.principals.insert(make.servicePrincipal(clientId, displayName, []))
}

async function insertFirstPartyApplications(tx: Tx, make: RecordMaker): Promise<void> {
  for (const client of publicClients) await insertPublicClient(tx, make, client)
  for (const { clientId, displayName, names } of resourceApplications) {
    await tx.principals.insert(make.servicePrincipal(clientId, displayName, names))
  }
}

type RecordMaker = ReturnType<typeof recordMaker>

/** Fills in ids and times. */
function recordMaker({ ids }: Pick<Ports, 'ids'>, now: EpochMillis) {
  const credential = ({ hash, hint }: SecretInput): PasswordCredential => ({
    keyId: ids.guid('credential'),
    hash,
    hint,
    startsAt: now,
  })
  return {
    credential,

    subscription: (subscriptionId: string, displayName: string): Resource => ({
      id: subscriptionScope(subscriptionId),
      type: 'Microsoft.Resources/subscriptions',
      name: subscriptionId,
      subscriptionId,
      provisioningState: 'Succeeded',
      body: { displayName },
      etag: ids.etag(),
      createdAt: now,
      changedAt: now,
    }),

    administrator: (userPrincipalName: string, password: SecretInput): User => ({
      kind: 'User',
      principalId: ids.guid('principal'),
      displayName: 'Administrator',
      isEnabled: true,
      createdAt: now,
      userPrincipalName,
      password: credential(password),
      directoryRoles: [GLOBAL_ADMINISTRATOR_TEMPLATE_ID],
    }),

    application: (clientId: string, displayName: string): Application => ({
      objectId: ids.guid('application'),
      clientId,
      displayName,
      identifierUris: [],
      isPublicClient: false,
      secrets: [],
      createdAt: now,
    }),

    servicePrincipal: (clientId: string, displayName: string, names: readonly string[]): ServicePrincipal => ({
      kind: 'ServicePrincipal',
      principalId: ids.guid('principal'),
      displayName,
      isEnabled: true,
      createdAt: now,
      clientId,
      servicePrincipalType: 'Application',
      servicePrincipalNames: [clientId, ...names],
    }),

    ownership: (scope: string, principal: User | ServicePrincipal, createdBy: string): RoleAssignment => ({
      name: ids.guid('roleAssignment'),
      scope,
      principalId: principal.principalId,
      principalType: principal.kind,
      roleDefinitionId: OWNER_ROLE_ID,
      createdAt: now,
      createdBy,
      updatedAt: now,
      updatedBy: createdBy,
    }),
  }
}
