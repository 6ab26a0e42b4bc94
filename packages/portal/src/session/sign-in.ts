/**
 * Sign-in with MSAL, as any single-page application does it: authorization code with PKCE by redirect, tokens in session
 * storage only. The deep link that was asked for travels in `state` and is gone back to.
 */
import { CacheLookupPolicy, InteractionRequiredAuthError, PublicClientApplication } from '@azure/msal-browser'
import { cloudOrigins } from './cloud-origins.js'

/** "Azure Portal" (https://learn.microsoft.com/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in). */
const clientId = 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c'

export type Audience = 'arm' | 'graph'

const scopesOf: Readonly<Record<Audience, readonly string[]>> = {
  // the slash belongs to the audience; the second one separates the scope
  arm: ['https://management.azure.com//.default'],
  graph: ['https://graph.microsoft.com/.default'],
}

/** Who is signed in. */
export interface Person {
  /** Object id. */
  readonly principalId: string
  readonly tenantId: string
  readonly userPrincipalName: string
  readonly displayName: string
}

export interface Session {
  readonly person: Person
  /** An access token that is good for at least a few minutes more; leads to the sign-in page when there is none to be had. */
  accessToken(audience: Audience): Promise<string>
  signOut(): Promise<void>
  /** To the sign-in page, to choose somebody else. */
  switchAccount(): Promise<void>
}

/**
 * The session of this tab, or `undefined` when the browser is on its way to the sign-in page.
 * @throws Error of MSAL's, when the token service refuses
 */
export async function openSession(): Promise<Session | undefined> {
  const host = new URL(cloudOrigins.signIn).host
  const msal = new PublicClientApplication({
    auth: {
      clientId,
      authority: `${cloudOrigins.signIn}/organizations`,
      knownAuthorities: [host],
      redirectUri: `${location.origin}/`,
      postLogoutRedirectUri: `${location.origin}/`,
    },
    cache: { cacheLocation: 'sessionStorage' },
  })
  await msal.initialize()
  const deepLink = location.hash
  const answer = await msal.handleRedirectPromise()
  if (answer?.state !== undefined && answer.state !== '') history.replaceState(null, '', `/${answer.state}`)
  const account = answer?.account ?? msal.getActiveAccount() ?? msal.getAllAccounts()[0]
  if (account === undefined || account === null) {
    await msal.loginRedirect({ scopes: [...scopesOf.arm], state: deepLink })
    return undefined
  }
  msal.setActiveAccount(account)
  const signIn = (audience: Audience, prompt?: 'select_account') =>
    msal.acquireTokenRedirect({
      scopes: [...scopesOf[audience]],
      state: location.hash,
      ...(prompt === undefined ? { account } : { prompt }),
    })
  return {
    person: {
      principalId: account.localAccountId,
      tenantId: account.tenantId,
      userPrincipalName: account.username,
      displayName: account.name ?? account.username,
    },
    async accessToken(audience) {
      try {
        // not by a hidden frame: the policy has none
        const cacheLookupPolicy = CacheLookupPolicy.AccessTokenAndRefreshToken
        return (await msal.acquireTokenSilent({ scopes: [...scopesOf[audience]], account, cacheLookupPolicy }))
          .accessToken
      } catch (error) {
        if (error instanceof InteractionRequiredAuthError) await signIn(audience)
        throw error
      }
    },
    signOut: () => msal.logoutRedirect({ account }),
    switchAccount: () => signIn('arm', 'select_account'),
  }
}
