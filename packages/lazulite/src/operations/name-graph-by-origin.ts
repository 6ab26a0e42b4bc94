/**
 * Cloud metadata names this cloud's own origin as the address of Microsoft Graph, and clients ask for tokens by that
 * address (observed with Azure CLI 2.74 and 2.91: the scope is `{microsoftGraphResourceId}/.default`). So the origin is
 * one of Graph's names here; which origins are ours is known only once the listener is.
 */
import { graphHost } from '../domain/public-names.js'
import { isSameAudience } from '../domain/token/audience.js'
import type { PrincipalReader } from '../ports/store.js'

export const nameGraphByOrigin = (principals: PrincipalReader, ownHosts: () => readonly string[]): PrincipalReader => ({
  ...principals,
  findByServicePrincipalName(name) {
    const isOrigin = ownHosts().some((host) => isSameAudience(`https://${host}`, name))
    return principals.findByServicePrincipalName(isOrigin ? `https://${graphHost}` : name)
  },
})
