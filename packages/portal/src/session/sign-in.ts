/**
 * Sign-in with MSAL, as any single-page application does it: authorization code with PKCE by redirect, tokens in session
 * storage only. The deep link that was asked for travels in `state` and is gone back to.
 */
import {
  CacheLookupPolicy,
  InteractionRequiredAuthError,
  PublicClientApplication,
  ServerError,
} from '@azure/msal-browser'
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
  /**
   * An access token that is good for at least a few minutes more; leads to the sign-in page, and from there back to the
   * same link, when there is none to be had.
   * @param refused one that a service no longer takes, although its time is not over: the answer is another
   */
  accessToken(audience: Audience, refused?: string): Promise<string>
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
  const answer = await msal.handleRedirectPromise().catch((error: unknown) => {
    // "Cancel" while choosing somebody else: whoever was signed in still is
    const isCancelled = error instanceof ServerError && error.errorCode === 'access_denied'
    if (isCancelled && msal.getActiveAccount() !== null) return null
    throw error
  })
  if (answer?.state !== undefined && answer.state !== '') history.replaceState(null, '', `/${answer.state}`)
  const account = answer?.account ?? msal.getActiveAccount() ?? msal.getAllAccounts()[0]
  if (account === undefined || account === null) {
    await msal.loginRedirect({ scopes: [...scopesOf.arm], state: deepLink })
    return undefined
  }
  msal.setActiveAccount(account)
  // one person at a time: who signs out must not find the tokens of whoever was here before
  const others = msal.getAllAccounts().filter(({ homeAccountId }) => homeAccountId !== account.homeAccountId)
  for (const other of others) await msal.clearCache({ account: other })
  const signIn = (audience: Audience, prompt?: 'select_account') =>
    msal.acquireTokenRedirect({
      scopes: [...scopesOf[audience]],
      state: location.hash,
      ...(prompt === undefined ? { account } : { prompt }),
    })
  let leaving: Promise<void> | undefined
  const renew = async (audience: Audience, policy: CacheLookupPolicy): Promise<string> => {
    try {
      // never by a hidden frame: the page's policy allows none, and the sign-in page may have to ask
      const silent = { scopes: [...scopesOf[audience]], account, cacheLookupPolicy: policy }
      return (await msal.acquireTokenSilent(silent)).accessToken
    } catch (error) {
      if (!needsPerson(error)) throw error
      // the first of many requests leads away; the others wait for a page that is about to go
      leaving ??= signIn(audience)
      await leaving
      return new Promise<never>(() => {})
    }
  }
  const renewals = new Map<Audience, Promise<string>>()
  return {
    person: {
      principalId: account.localAccountId,
      tenantId: account.tenantId,
      userPrincipalName: account.username,
      displayName: account.name ?? account.username,
    },
    async accessToken(audience, refused) {
      const known = await (renewals.get(audience) ?? renew(audience, CacheLookupPolicy.AccessTokenAndRefreshToken))
      if (known !== refused) return known
      // many requests are refused at the same moment; one renewal is enough
      const renewal =
        renewals.get(audience) ??
        renew(audience, CacheLookupPolicy.RefreshToken).finally(() => renewals.delete(audience))
      renewals.set(audience, renewal)
      return renewal
    },
    signOut: () => msal.logoutRedirect({ account }),
    switchAccount: () => signIn('arm', 'select_account'),
  }
}

/** The refresh token is spent, withdrawn or unknown: only the person can help. */
const needsPerson = (error: unknown): boolean =>
  error instanceof InteractionRequiredAuthError || (error instanceof ServerError && error.errorCode === 'invalid_grant')
