/**
 * What the tenant's public clients from Microsoft may do beyond what their records say.
 *
 * Source: the `az`, Az PowerShell and MSAL sources (redirect URIs, family "1": a refresh token of one serves the
 * others) and the `scp` claim of Microsoft Graph tokens that they are seen with.
 */
import type { Application, RedirectUris } from '../../domain/directory/directory-objects.js'
import { signInHost } from '../../domain/public-names.js'
import { noRedirectUris } from '../../domain/sign-in/redirect-uri.js'
import { portalClientId } from '../first-party-applications.js'

export const azureCliClientId = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'
const azurePowerShell = '1950a258-227b-4e31-a9cf-717495945fc2'

/** Id of the one family of client ids there is (`foci`). */
export const familyId = '1'

const family: ReadonlySet<string> = new Set([azureCliClientId, azurePowerShell])

export const isFamilyClient = (clientId: string): boolean => family.has(clientId.toLowerCase())

/** Where native clients are sent that have no address of their own. */
export const nativeClientUri = `https://${signInHost}/common/oauth2/nativeclient`

const nativeRedirects: RedirectUris = {
  web: [],
  spa: [],
  publicClient: ['http://localhost', nativeClientUri, 'urn:ietf:wg:oauth:2.0:oob'],
}

export const redirectUrisOf = (application: Application): RedirectUris =>
  application.redirectUris ?? (isFamilyClient(application.clientId) ? nativeRedirects : noRedirectUris)

const cliOnGraph = [
  ...['Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All', 'AuditLog.Read.All'],
  ...['DelegatedPermissionGrant.ReadWrite.All', 'Directory.AccessAsUser.All', 'email', 'Group.ReadWrite.All'],
  ...['openid', 'profile', 'User.Read.All', 'User.ReadWrite.All'],
]
const powerShellOnGraph = ['AuditLog.Read.All', 'Directory.AccessAsUser.All', 'email', 'openid', 'profile']

/** What `.default` means on Microsoft Graph. Decision: any other client may read its user. */
export function defaultGraphPermissions(clientId: string): readonly string[] {
  // the portal shows and changes what the CLI does
  if ([azureCliClientId, portalClientId].includes(clientId.toLowerCase())) return cliOnGraph
  if (clientId.toLowerCase() === azurePowerShell) return powerShellOnGraph
  return ['email', 'openid', 'profile', 'User.Read']
}
