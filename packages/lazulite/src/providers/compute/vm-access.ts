/** Steps that every operation on one virtual machine shares: the right to use what it names, its answer. */

import type { Resource } from '../../domain/arm-resource/resource.js'
import { virtualMachineType } from '../../domain/compute/machine-types.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { parseIdentityBlock, type RequestedIdentity } from '../../domain/identity/identity-block.js'
import { withoutNulls } from '../../domain/json.js'
import { type LinkRule, linksIn } from '../../domain/linked-access/body-links.js'
import { assignIdentityAction, linksTo, requireLinkedAccess } from '../../operations/access/require-linked-access.js'
import type { ArmRequest, ArmResponse } from '../define.js'
import { listExtensionsOf, renderExtension } from './render-extension.js'
import { hasEtag, identityForm, quotedEtag, renderVirtualMachine } from './render-virtual-machine.js'
import { propertiesOf } from './require-vm-properties.js'

export const vmAction = (verb: string): string => `${virtualMachineType}/${verb}`

/** A machine that is going away cannot be changed any more (text: recorded with Azure CLI for concurrent updates). */
export function requireNotDeleting(resource: Resource): void {
  if (resource.provisioningState !== 'Deleting') return
  throw new ArmError('Conflict', {
    detail:
      'The request failed due to conflict with a concurrent request. To resolve it, please refer to https://aka.ms/activitylog to get more details on the conflicting requests.',
  })
}

export const readRequestedIdentity = (
  { method, body, apiVersion }: ArmRequest,
  resourceId: string,
  existing: Resource | undefined,
): RequestedIdentity =>
  parseIdentityBlock(body?.identity, existing?.identity, {
    method: method === 'PATCH' ? 'PATCH' : 'PUT',
    resourceId,
    form: identityForm(apiVersion),
  })

interface LinkingRequest {
  readonly resourceId: string
  readonly existing: Resource | undefined
  /** That of the write itself. */
  readonly action: string
  readonly rules: readonly LinkRule[]
}

/**
 * The caller may use what the request names: identities, and whatever `rules` find.
 * @throws ArmError `LinkedAuthorizationFailed` (403), what is wrong with the identities (400)
 */
export async function requireLinkRights(
  request: ArmRequest,
  { resourceId, existing, action, rules }: LinkingRequest,
): Promise<void> {
  const { named } = readRequestedIdentity(request, resourceId, existing)
  const said = withoutNulls(propertiesOf(request.body ?? {}))
  await requireLinkedAccess(request, {
    action,
    scope: resourceId,
    links: [...linksTo(assignIdentityAction, named), ...linksIn(said, rules)],
  })
}

/** The machine as the caller's api-version shows it. */
export async function vmAnswer(
  request: ArmRequest,
  resource: Resource,
  answer: {
    readonly status: number
    readonly headers?: Readonly<Record<string, string>>
    readonly justAttached?: readonly string[]
    readonly expand?: { readonly instanceView?: boolean; readonly userData?: boolean }
  },
): Promise<ArmResponse> {
  const { apiVersion, caller, ports } = request
  const extensions = await listExtensionsOf(ports.store.read, resource.id)
  const body = renderVirtualMachine(resource, {
    apiVersion,
    tenantId: caller.tenantId,
    resources: extensions.map((extension) => renderExtension(extension, apiVersion)),
    ...answer.expand,
    ...(answer.justAttached === undefined ? {} : { justAttached: answer.justAttached }),
  })
  const headers = { ...answer.headers, ...(hasEtag(apiVersion) ? { ETag: quotedEtag(resource) } : {}) }
  return { status: answer.status, body, headers }
}
