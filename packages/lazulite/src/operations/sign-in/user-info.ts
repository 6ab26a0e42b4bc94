/** What OpenID Connect's userinfo endpoint tells about the user of an access token (Core section 5.3). */

import type { Tenant } from '../../domain/directory/directory-objects.js'
import { graphClientId } from '../../domain/directory/first-party-permissions.js'
import { OAuthError } from '../../domain/errors/oauth-error.js'
import { type JsonObject, textAt } from '../../domain/json.js'
import type { Clock } from '../../ports/clock.js'
import type { KeyRing } from '../../ports/key-ring.js'
import type { PrincipalReader } from '../../ports/store.js'
import { pairwiseSubject } from './user-names.js'

export interface UserInfoPorts {
  readonly principals: Pick<PrincipalReader, 'get'>
  readonly keyRing: Pick<KeyRing, 'verify'>
  readonly clock: Clock
}

/** The endpoint is a part of Microsoft Graph, and takes its tokens. */
const audiences = [graphClientId, 'https://graph.microsoft.com', 'https://graph.microsoft.com/']

/** @throws OAuthError `TokenNotAccepted` */
export async function readUserInfo(
  { principals, keyRing, clock }: UserInfoPorts,
  { tenant, authorization }: { readonly tenant: Tenant; readonly authorization: string | undefined },
): Promise<JsonObject> {
  const token = /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
  const check = token === undefined ? undefined : await keyRing.verify(token)
  if (check?.valid !== true) throw new OAuthError('TokenNotAccepted')
  const { aud, exp, nbf, oid, appid, tid, scp } = check.claims
  const now = clock.now()
  const isCurrent = typeof exp === 'number' && now < exp && typeof nbf === 'number' && now >= nbf
  const isOurs = tid === tenant.tenantId && typeof aud === 'string' && audiences.includes(aud)
  if (!isCurrent || !isOurs || typeof scp !== 'string' || typeof oid !== 'string' || typeof appid !== 'string') {
    throw new OAuthError('TokenNotAccepted')
  }
  const user = await principals.get(oid)
  if (user?.kind !== 'User' || !user.isEnabled) throw new OAuthError('TokenNotAccepted')
  const member = (name: string, value: string | undefined) => (value === undefined ? {} : { [name]: value })
  return {
    sub: pairwiseSubject(tenant.tenantId, user.principalId, appid),
    name: user.displayName,
    ...member('family_name', textAt(user.graphProperties, 'surname')),
    ...member('given_name', textAt(user.graphProperties, 'givenName')),
    ...member('email', textAt(user.graphProperties, 'mail')),
    picture: 'https://graph.microsoft.com/v1.0/me/photo/$value',
  }
}
