/** Steps that every operation on one virtual machine shares: the right to attach identities, its answer. */

import type { Resource } from '../../domain/arm-resource/resource.js'
import { virtualMachineType } from '../../domain/compute/machine-types.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { parseIdentityBlock, type RequestedIdentity } from '../../domain/identity/identity-block.js'
import { assignIdentityAction, requireLinkedAccess } from '../../operations/require-linked-access.js'
import type { ArmRequest, ArmResponse } from '../define.js'
import { listExtensionsOf, renderExtension } from './render-extension.js'
import { hasEtag, identityForm, quotedEtag, renderVirtualMachine } from './render-virtual-machine.js'

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

/**
 * The caller may attach what the request attaches. Checked before the transaction, which must see the same:
 * @param action  that of the write itself
 * @returns a check for what the transaction found, @throws ArmError `LinkedAuthorizationFailed`, later `Conflict`
 */
export async function requireAssignRights(
  request: ArmRequest,
  resourceId: string,
  existing: Resource | undefined,
  action: string = vmAction('write'),
): Promise<(found: RequestedIdentity) => void> {
  const checked = readRequestedIdentity(request, resourceId, existing).attached
  await requireLinkedAccess(
    { read: request.ports.store.read, caller: request.caller, check: request.check },
    { action, scope: resourceId, linkedAction: assignIdentityAction, linkedScopes: checked },
  )
  return (found) => {
    if (found.attached.every((id) => checked.includes(id))) return
    throw new ArmError('Conflict', { detail: `The identities of the resource '${resourceId}' have changed meanwhile.` })
  }
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
