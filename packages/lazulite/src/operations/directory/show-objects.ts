/** Directory objects as Microsoft Graph shows them, with what has to be looked up or computed for it. */
import type { Application, Principal, ServicePrincipal, Tenant } from '../../domain/directory/directory-objects.js'
import { renderApplication } from '../../domain/directory/render-application.js'
import { renderGroup } from '../../domain/directory/render-group.js'
import { renderServicePrincipal } from '../../domain/directory/render-service-principal.js'
import { renderUser } from '../../domain/directory/render-user.js'
import { type DirectoryArea, mayDo } from '../../domain/directory/rights.js'
import type { JsonObject } from '../../domain/json.js'
import type { EpochMillis } from '../../domain/time.js'
import type { DirectoryCall } from './directory-call.js'
import { isFirstParty } from './find-objects.js'
import { identityCertificate } from './identity-certificate.js'

export interface DirectoryView {
  readonly tenant: Tenant
  readonly now: EpochMillis
  /** A single object whose `keyCredentials` were selected shows the certificates themselves. */
  readonly showsKeys?: boolean
  readonly showsSecurityAttributes: boolean
}

export const viewOf = ({ tenant, ports, caller }: DirectoryCall): DirectoryView => ({
  tenant,
  now: ports.clock.nowMillis(),
  showsSecurityAttributes: mayDo(caller, { area: 'securityAttribute', verb: 'read' }),
})

/** `null` when there are none, and when they may not be seen (Microsoft Graph). */
const securityAttributes = (
  view: DirectoryView,
  { customSecurityAttributes: sets = {} }: Principal,
): JsonObject | null => (view.showsSecurityAttributes && Object.keys(sets).length > 0 ? sets : null)

export const showApplication = (view: DirectoryView, application: Application): JsonObject =>
  renderApplication(application, {
    publisherDomain: view.tenant.defaultDomain,
    showsKeys: view.showsKeys ?? false,
  })

export function showServicePrincipal(view: DirectoryView, principal: ServicePrincipal): JsonObject {
  const { tenantId } = view.tenant
  const certificate = identityCertificate(principal, { tenantId, now: view.now })
  return renderServicePrincipal(principal, {
    tenantId,
    isFirstParty: isFirstParty(principal.clientId),
    showsKeys: view.showsKeys ?? false,
    securityAttributes: securityAttributes(view, principal),
    ...(certificate === undefined ? {} : { identityCertificate: certificate }),
  })
}

export function showPrincipal(
  view: DirectoryView,
  principal: Principal,
  { idComes = 'last' }: { readonly idComes?: 'first' | 'last' } = {},
): JsonObject {
  switch (principal.kind) {
    case 'User':
      return renderUser(principal, {
        domain: view.tenant.defaultDomain,
        idComes,
        securityAttributes: securityAttributes(view, principal),
      })
    case 'Group':
      return renderGroup(principal)
    case 'ServicePrincipal':
      return showServicePrincipal(view, principal)
  }
}

const areaOf: Readonly<Record<Principal['kind'], DirectoryArea>> = {
  User: 'user',
  Group: 'group',
  ServicePrincipal: 'application',
}

const typeOf: Readonly<Record<Principal['kind'], string>> = {
  User: 'user',
  Group: 'group',
  ServicePrincipal: 'servicePrincipal',
}

/** `#microsoft.graph.user` and the like. */
export const odataTypeOf = (principal: Principal): string => `#microsoft.graph.${typeOf[principal.kind]}`

/**
 * In lists of mixed kinds: with its type, and with nothing but its id when the caller may not read objects of its kind
 * ("Limited information returned for inaccessible member objects").
 */
export function showInMixedList(call: DirectoryCall, principal: Principal): JsonObject {
  const shown = showPrincipal(viewOf(call), principal, { idComes: 'first' })
  const isSelf = principal.principalId === call.caller.principalId
  const isReadable = mayDo(call.caller, { area: areaOf[principal.kind], verb: 'read', isSelf })
  const hidden = isReadable ? shown : Object.fromEntries(Object.keys(shown).map((name) => [name, null]))
  return { '@odata.type': odataTypeOf(principal), ...hidden, id: principal.principalId }
}

export const showApplicationInMixedList = (call: DirectoryCall, application: Application): JsonObject => ({
  '@odata.type': '#microsoft.graph.application',
  ...showApplication(viewOf(call), application),
})
