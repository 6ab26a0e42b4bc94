/**
 * The names under which unmodified clients look for Azure, and what answers to each.
 *
 * Source: the public Azure host names of Resource Manager, Entra, Microsoft Graph and the portal. The front
 * door, the certificates and the hosts files of machines follow this list: a name that is added here works everywhere,
 * and a list that changes, be it in order only, makes a new certificate authority.
 */

export type PublicSurface = 'arm' | 'sts' | 'graph' | 'portal'

export const armHost = 'management.azure.com'
/** The sign-in host that answers name, whichever alias was asked. */
export const signInHost = 'login.microsoftonline.com'
/** The sign-in host of before; ARM's challenges still point there and MSAL caches tokens under it. */
export const formerSignInHost = 'login.windows.net'
/** Names the issuer of version 1.0 tokens. */
export const issuerHost = 'sts.windows.net'
export const graphHost = 'graph.microsoft.com'
export const portalHost = 'portal.azure.com'

export const surfaceOfPublicName: ReadonlyMap<string, PublicSurface> = new Map([
  [armHost, 'arm'],
  [signInHost, 'sts'],
  ['login.microsoft.com', 'sts'],
  [formerSignInHost, 'sts'],
  [issuerHost, 'sts'],
  [graphHost, 'graph'],
  [portalHost, 'portal'],
])

export const publicNames: readonly string[] = [...surfaceOfPublicName.keys()]

export const publicNamesOf = (surface: PublicSurface): readonly string[] =>
  publicNames.filter((name) => surfaceOfPublicName.get(name) === surface)
