/**
 * Cloud metadata names this cloud's own origin as the address of Microsoft Graph, and clients ask for tokens by that
 * address (observed with Azure CLI 2.74 and 2.91: the scope is `{microsoftGraphResourceId}/.default`). So the origin is
 * one of Graph's names here; which origins are ours is known only once the listener is.
 */
import { graphHost } from '../domain/public-names.js'
import { isSameAudience } from '../domain/token/audience.js'
import type { Store } from '../ports/store.js'

/** The same store, in which Microsoft Graph's service principal also answers to our origins. Only what reads for tokens needs it. */
export const nameGraphByOrigin = (store: Store, ownHosts: () => readonly string[]): Store => {
  const { principals } = store.read
  return {
    description: store.description,
    transaction: (work) => store.transaction(work),
    read: {
      ...store.read,
      principals: {
        ...principals,
        findByServicePrincipalName(name) {
          const isOrigin = ownHosts().some((host) => isSameAudience(`https://${host}`, name))
          return principals.findByServicePrincipalName(isOrigin ? `https://${graphHost}` : name)
        },
      },
    },
    close: () => store.close(),
  }
}
