/**
 * What the token service has to know about the origins of this cloud beside Azure's public names; which origins are ours
 * is known only once the listener is.
 *
 * - Cloud metadata names this cloud's own origin as the address of Microsoft Graph, and clients ask for tokens by that
 *   address (observed with Azure CLI 2.74 and 2.91: the scope is `{microsoftGraphResourceId}/.default`). So the origin is
 *   one of Graph's names here.
 * - The portal is served at the origin too, so its sign-in may lead back there. No other port of this machine will do: a
 *   program that listens there is somebody else's.
 */
import { graphHost, portalHost } from '../domain/public-names.js'
import { isSameAudience } from '../domain/token/audience.js'
import type { Store } from '../ports/store.js'
import { portalClientId } from './first-party-applications.js'

/** The same store with those names. Only what reads for tokens needs it. */
export const nameOwnOrigins = (store: Store, ownHosts: () => readonly string[]): Store => {
  const { applications, principals } = store.read
  return {
    description: store.description,
    transaction: (work) => store.transaction(work),
    read: {
      ...store.read,
      applications: {
        ...applications,
        async findByClientId(clientId) {
          const application = await applications.findByClientId(clientId)
          if (application?.clientId !== portalClientId) return application
          const spa = [portalHost, ...ownHosts()].map((host) => `https://${host}/`)
          return { ...application, redirectUris: { web: [], spa, publicClient: [] } }
        },
      },
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
