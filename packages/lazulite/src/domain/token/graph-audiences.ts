/** The spellings of its own name that Microsoft Graph accepts in a token, and its name at this cloud's own origins. */
import { graphClientId } from '../directory/first-party-permissions.js'
import { graphHost } from '../public-names.js'

/** @param ownHosts  `localhost:4430` */
export const graphAudiences = (ownHosts: readonly string[]): readonly string[] =>
  [graphHost, ...ownHosts].flatMap((host) => [`https://${host}`, `https://${host}/`]).concat(graphClientId)
