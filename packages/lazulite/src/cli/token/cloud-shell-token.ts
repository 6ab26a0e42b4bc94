/**
 * Inside a Cloud Shell the commands act as its user, with the tokens that az has there.
 *
 * Source: the token service that MSAL for Python asks in Cloud Shell; `ACC_CLOUD` and `MSI_ENDPOINT` are how az knows that it
 * is there.
 */

import { call } from '../https.js'
import { readTokenAnswer } from './managed-identity-token.js'

/** Where the tokens are; `undefined`: this is no Cloud Shell. */
export function cloudShellTokens(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const { ACC_CLOUD, MSI_ENDPOINT } = env
  const isThere = ACC_CLOUD !== undefined && MSI_ENDPOINT !== undefined && /^http:\/\/localhost[:/]/.test(MSI_ENDPOINT)
  return isThere ? MSI_ENDPOINT : undefined
}

/** @param scope `{resource}/.default` @throws CliError with the service's own words */
export async function requestCloudShellToken(endpoint: string, scope: string): Promise<string> {
  const answer = await call({
    method: 'POST',
    url: endpoint,
    headers: { Metadata: 'true', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ resource: scope.replace(/\/\.default$/, '') }).toString(),
  })
  return readTokenAnswer(answer).accessToken
}
