/** A cloud for tables of role × request: one group with an identity and a machine, another to move things to. */
import type { TestCloud } from './start-test-cloud.js'
import { startTestCloud } from './start-test-cloud.js'
import { testSubscription } from './test-ports.js'
import { vmBody } from './vm-body.js'

const provider = (group: string, path: string): string => `${group}/providers/${path}`
const group = `${testSubscription}/resourceGroups/rg`

export const places = {
  subscription: testSubscription,
  group,
  other: `${testSubscription}/resourceGroups/other`,
  identity: provider(group, 'Microsoft.ManagedIdentity/userAssignedIdentities/id1'),
  machine: provider(group, 'Microsoft.Compute/virtualMachines/vm1'),
} as const

export const versions = {
  authorization: '2022-04-01',
  compute: '2024-03-01',
  identity: '2023-01-31',
  locks: '2020-05-01',
  resources: '2021-04-01',
} as const

/** A role, and where it is assigned. */
export type Held = readonly [role: string, scope: string]

export interface RightsWorld {
  readonly cloud: TestCloud
  /** Somebody new with these roles. */
  caller(...held: readonly Held[]): Promise<Awaited<ReturnType<TestCloud['caller']>>>
  /** A custom role with these actions, for somebody at a scope. */
  define(
    caller: { readonly principalId: string },
    role: { readonly actions: readonly string[]; readonly scope: string },
  ): Promise<void>
  /** A deny assignment of these actions, for somebody at a scope. */
  deny(
    caller: { readonly principalId: string },
    deny: { readonly actions: readonly string[]; readonly scope: string },
  ): Promise<void>
  /** As the operator, who may. @throws Error when it cannot be done */
  given(method: 'PUT' | 'POST', url: string, body: unknown): Promise<void>
}

export async function startRightsWorld(): Promise<RightsWorld> {
  const cloud = await startTestCloud()
  const given: RightsWorld['given'] = async (method, url, body) => {
    const answer = await cloud.arm(method, url, { body })
    if (answer.status >= 300) throw new Error(`${url}: ${answer.text}`)
  }
  for (const scope of [places.group, places.other]) {
    await given('PUT', `${scope}?api-version=${versions.resources}`, { location: 'westus' })
  }
  await given('PUT', `${places.identity}?api-version=${versions.identity}`, { location: 'westus' })
  await given('PUT', `${places.machine}?api-version=${versions.compute}`, vmBody())
  let roles = 0
  return {
    cloud,
    given,
    async define({ principalId }, { actions, scope }) {
      const guid = (kind: string): string => `9000000${kind}-0000-4000-8000-${String(++roles).padStart(12, '0')}`
      const roleId = `${places.subscription}/providers/Microsoft.Authorization/roleDefinitions/${guid('0')}`
      const definition = { roleName: `role ${roles}`, assignableScopes: [scope], permissions: [{ actions }] }
      await given('PUT', `${roleId}?api-version=${versions.authorization}`, { properties: definition })
      const assignment = `${scope}/providers/Microsoft.Authorization/roleAssignments/${guid('1')}`
      await given('PUT', `${assignment}?api-version=${versions.authorization}`, {
        properties: { roleDefinitionId: roleId, principalId, principalType: 'ServicePrincipal' },
      })
    },
    async deny({ principalId }, { actions, scope }) {
      const now = cloud.clock.nowMillis()
      const number = ++roles
      await cloud.store.transaction((tx) =>
        tx.denyAssignments.insert({
          name: `92000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
          displayName: `deny ${number}`,
          scope,
          permissions: [{ actions, notActions: [], dataActions: [], notDataActions: [] }],
          principals: [{ id: principalId, type: 'ServicePrincipal' }],
          excludePrincipals: [],
          ...{ effect: 'Enforced', isSystemProtected: false, doNotApplyToChildScopes: false },
          ...{ createdAt: now, updatedAt: now },
        }),
      )
    },
    async caller(...held) {
      const [first, ...more] = held.map(([role, scope]) => ({ role, scope }))
      const caller = await cloud.caller(first)
      for (const grant of more) await cloud.grant(caller, grant)
      return caller
    },
  }
}

/** What ARM says to who lacks an action. */
export const lacks = (
  { clientId, principalId }: { readonly clientId: string; readonly principalId: string },
  action: string,
  scope: string,
) => ({
  error: {
    code: 'AuthorizationFailed',
    message: `The client '${clientId}' with object id '${principalId}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  },
})

/** What ARM says to who lacks an action on what a request refers to. */
export const lacksLink = (
  { clientId, principalId }: { readonly clientId: string; readonly principalId: string },
  [action, scope]: readonly [action: string, scope: string],
  [linkedAction, linkedScope]: readonly [action: string, scope: string],
) => ({
  error: {
    code: 'LinkedAuthorizationFailed',
    message: `The client '${clientId}' with object id '${principalId}' has permission to perform action '${action}' on scope '${scope}'; however, it does not have permission to perform action(s) '${linkedAction}' on the linked scope(s) '${linkedScope}' (respectively) or the linked scope(s) are invalid.`,
  },
})
