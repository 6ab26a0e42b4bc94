/**
 * Linked access: whoever makes one resource refer to another needs a right on that other one, too.
 *
 * Rule: what the body of a request names is checked, whether or not the resource refers to it already; what it leaves out
 * is not. So a PUT that sends back a whole machine needs the rights on all that the machine has, where a PATCH of its
 * size needs none (seen in Azure/azure-cli#28742, Azure/azure-cli#13732, kubernetes-sigs/azuredisk-csi-driver#3112).
 * Texts: several public threads about identities (aad-pod-identity, AKS); denied by a deny assignment: Azure/ARO-RP#423
 * (2020), seen with the same words in 2025; a subscription that this tenant does not have: recorded with Azure CLI, 2020.
 * Decision: one message names all refused links of a request, in the order in which the body names them.
 */
import { ArmError } from '../../domain/errors/arm-error.js'
import { isGuid } from '../../domain/guid.js'
import type { AccessDecision, AccessQuestion } from '../../domain/rbac/decision.js'
import { parseResourceId, resourceKey, subscriptionScope } from '../../domain/resource-id/resource-id.js'
import type { Caller } from '../../domain/token/caller.js'
import type { ReadStores } from '../../ports/store.js'

/** What the caller must also be allowed to do, and where. */
export interface Link {
  readonly action: string
  readonly scope: string
}

export interface LinkingWrite {
  /** What the caller does, and may do: `Microsoft.Compute/virtualMachines/write` … */
  readonly action: string
  /** … on the id of the machine. */
  readonly scope: string
  readonly links: readonly Link[]
}

/** The part of a request to Resource Manager that says who asks. */
export interface LinkedAccessPorts {
  readonly ports: { readonly store: { readonly read: Pick<ReadStores, 'resources'> } }
  readonly caller: Caller
  readonly check: (question: AccessQuestion) => Promise<AccessDecision>
}

/** The right to attach a user-assigned identity to a resource. */
export const assignIdentityAction = 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action'

/** The same action on each of these. */
export const linksTo = (action: string, scopes: readonly string[]): Link[] => scopes.map((scope) => ({ action, scope }))

/** @throws ArmError `LinkedAuthorizationFailed` (403) */
export async function requireLinkedAccess(asker: LinkedAccessPorts, write: LinkingWrite): Promise<void> {
  const { scope, links } = write
  for (const link of links) {
    const { subscriptionId } = parseResourceId(link.scope)
    if (subscriptionId === undefined || (await isOwnSubscription(asker.ports, subscriptionId))) continue
    const isSomebodys = isGuid(subscriptionId) && subscriptionId !== emptyGuid
    throw new ArmError(isSomebodys ? 'LinkedSubscriptionNotAuthorized' : 'LinkedSubscriptionNotFound', {
      linkedAction: link.action,
      scope,
      tenantId: asker.caller.tenantId,
      subscriptionId,
    })
  }
  await requireLinks(asker, write)
}

/** What templates leave in the place of a subscription. */
const emptyGuid = '00000000-0000-0000-0000-000000000000'

const isOwnSubscription = async ({ store }: LinkedAccessPorts['ports'], subscriptionId: string): Promise<boolean> =>
  (await store.read.resources.get(subscriptionScope(subscriptionId))) !== undefined

/** The same for scopes that may lie outside this tenant's subscriptions. @throws ArmError `LinkedAuthorizationFailed` (403) */
export async function requireLinks(
  { caller, check }: Pick<LinkedAccessPorts, 'caller' | 'check'>,
  { action, scope, links }: LinkingWrite,
): Promise<void> {
  const refused: Link[] = []
  const denied: Link[] = []
  for (const link of withoutRepeats(links)) {
    const decision = await check(link)
    if (decision.allowed) continue
    if (decision.reason === 'denyAssignment') denied.push(link)
    else refused.push(link)
  }
  if (refused.length + denied.length === 0) return
  const facts = { client: caller.clientName, principalId: caller.principalId, action, scope }
  if (denied.length === 0) {
    // "respectively": one action for each scope
    throw new ArmError('LinkedAuthorizationFailed', {
      ...facts,
      linkedAction: refused.map((link) => link.action).join(','),
      linkedScope: refused.map((link) => link.scope).join(','),
    })
  }
  throw new ArmError('LinkedAuthorizationDenied', {
    ...facts,
    linkedAction: [...new Set([...refused, ...denied].map((link) => link.action))].join(','),
    refusedCount: String(refused.length),
    refusedScope: refused.map((link) => link.scope).join(','),
    deniedCount: String(denied.length),
    deniedScope: denied.map((link) => link.scope).join(','),
  })
}

const withoutRepeats = (links: readonly Link[]): Link[] => [
  ...new Map(links.map((link) => [`${link.action} ${resourceKey(link.scope)}`, link])).values(),
]

export interface LinkedScopes extends Omit<LinkingWrite, 'links'> {
  readonly linkedAction: string
  readonly linkedScopes: readonly string[]
}

/** One action on all of these scopes. @throws ArmError `LinkedAuthorizationFailed` (403) */
export const requireOnEach = (
  asker: Pick<LinkedAccessPorts, 'caller' | 'check'>,
  { linkedAction, linkedScopes, ...write }: LinkedScopes,
): Promise<void> => requireLinks(asker, { ...write, links: linksTo(linkedAction, linkedScopes) })
