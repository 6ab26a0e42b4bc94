/**
 * Instance discovery: is this authority host trustworthy, which other names has it, where is its discovery document?
 * MSAL and ADAL ask it of `login.microsoftonline.com` about hosts they do not know.
 *
 * Alias groups: MSAL's own table (KnownMetadataProvider). Decision: the host that the client addressed, and the hosts
 * this cloud is told to be, are instances of their own.
 */
import { OAuthError } from '../../domain/errors/oauth-error.js'
import type { JsonObject } from '../../domain/json.js'
import { formerSignInHost, publicNamesOf, signInHost } from '../../domain/public-names.js'

interface Instance {
  readonly preferred_network: string
  readonly preferred_cache: string
  readonly aliases: readonly string[]
}

const publicInstances: readonly Instance[] = [
  {
    preferred_network: signInHost,
    preferred_cache: formerSignInHost,
    aliases: [...new Set([signInHost, formerSignInHost, ...publicNamesOf('sts')])],
  },
  {
    preferred_network: 'login.partner.microsoftonline.cn',
    preferred_cache: 'login.partner.microsoftonline.cn',
    aliases: ['login.partner.microsoftonline.cn', 'login.chinacloudapi.cn'],
  },
  {
    preferred_network: 'login.microsoftonline.de',
    preferred_cache: 'login.microsoftonline.de',
    aliases: ['login.microsoftonline.de'],
  },
  {
    preferred_network: 'login.microsoftonline.us',
    preferred_cache: 'login.microsoftonline.us',
    aliases: ['login.microsoftonline.us', 'login.usgovcloudapi.net'],
  },
  {
    preferred_network: 'login-us.microsoftonline.com',
    preferred_cache: 'login-us.microsoftonline.com',
    aliases: ['login-us.microsoftonline.com'],
  },
]

export interface InstanceQuestion {
  readonly authorizationEndpoint: string | undefined
  /** Only version 1.1 lists the aliases. */
  readonly apiVersion: string | undefined
  /** Hosts (`localhost:4430`) that are this cloud beside the public names. */
  readonly ownHosts: readonly string[]
}

/** @throws OAuthError `MissingParameter`; `UnknownInstance` for a host that is no instance */
export function instanceDiscovery({ authorizationEndpoint, apiVersion, ownHosts }: InstanceQuestion): JsonObject {
  if (authorizationEndpoint === undefined) {
    throw new OAuthError('MissingParameter', { parameter: 'authorization_endpoint' })
  }
  const asked = URL.canParse(authorizationEndpoint) ? new URL(authorizationEndpoint) : undefined
  const own = ownHosts.filter((host) => !publicInstances.some(({ aliases }) => aliases.includes(host)))
  const instances = [...publicInstances, ...own.map(ownInstance)]
  if (asked?.protocol !== 'https:' || !instances.some(({ aliases }) => aliases.includes(asked.host))) {
    throw new OAuthError('UnknownInstance')
  }
  const document = { tenant_discovery_endpoint: discoveryDocument(asked) }
  return apiVersion === '1.1' ? { ...document, 'api-version': '1.1', metadata: instances.map(listed) } : document
}

const ownInstance = (host: string): Instance => ({ preferred_network: host, preferred_cache: host, aliases: [host] })

const listed = ({ preferred_network, preferred_cache, aliases }: Instance): JsonObject => ({
  preferred_network,
  preferred_cache,
  aliases,
})

/** `https://H/{T}/oauth2/v2.0/authorize` belongs to the version 2.0 document of H and T, `https://H/{T}/oauth2/authorize` to the older one. */
function discoveryDocument({ origin, pathname }: URL): string {
  const [tenant = 'common', ...rest] = pathname.split('/').filter(Boolean)
  const version = rest.some((segment) => segment.toLowerCase() === 'v2.0') ? '/v2.0' : ''
  return `${origin}/${tenant}${version}/.well-known/openid-configuration`
}
