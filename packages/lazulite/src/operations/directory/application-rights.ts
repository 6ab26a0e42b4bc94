/** Who may change an application or a service principal: whoever may change all of them, and its owners. */
import type { Application, ServicePrincipal } from '../../domain/directory/directory-objects.js'
import type { DirectoryVerb } from '../../domain/directory/rights.js'
import { GraphError } from '../../domain/errors/graph-error.js'
import { type DirectoryCall, requireRight } from './directory-call.js'
import { isFirstParty } from './find-objects.js'

/** Before the object is looked for: who may change none at all does not learn whether it exists. */
export const requireSomeRight = (call: DirectoryCall, verb: DirectoryVerb): void =>
  requireRight(call, { area: 'application', verb, isOwner: true })

export function requireRightOver(
  call: DirectoryCall,
  verb: DirectoryVerb,
  object: Application | ServicePrincipal,
): void {
  const isOwner = object.owners?.includes(call.caller.principalId) === true
  requireRight(call, { area: 'application', verb, isOwner })
}

/** Those of managed identities belong to their platform, Microsoft's own to Microsoft. @throws GraphError `RequestDenied` */
export function requireOwnServicePrincipal(principal: ServicePrincipal): void {
  if (principal.servicePrincipalType === 'ManagedIdentity' || isFirstParty(principal.clientId)) {
    throw new GraphError('RequestDenied')
  }
}

/**
 * Owners of what a caller makes: a person always, an application only when it may manage nothing but its own
 * ("Application.ReadWrite.OwnedBy").
 */
export function ownersOfNew({ caller }: DirectoryCall): readonly string[] {
  const managesAll =
    caller.directoryRoles.length > 0 ||
    caller.appRoles.some((role) => role === 'Application.ReadWrite.All' || role === 'Directory.ReadWrite.All')
  return caller.kind === 'app' && managesAll ? [] : [caller.principalId]
}
