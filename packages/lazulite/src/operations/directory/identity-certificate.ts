/**
 * The certificate with which Azure's platform keeps a managed identity, as Microsoft Graph shows it.
 *
 * Observed (2023): named after client and tenant, valid for 90 days, made a few minutes before the identity and changed
 * after some 45 days. Decision: no such certificate exists here, since nothing uses it; what is shown of it is made from
 * the identity's ids and the time, so that tools that read the list find what they find in Azure.
 */
import { createHash } from 'node:crypto'
import type { CertificateCredential, ServicePrincipal } from '../../domain/directory/directory-objects.js'
import type { EpochMillis } from '../../domain/time.js'

const day = 86_400_000
const rotation = 45 * day
const lifetime = 90 * day
const fiveMinutes = 300_000

export function identityCertificate(
  principal: ServicePrincipal,
  { tenantId, now }: { readonly tenantId: string; readonly now: EpochMillis },
): Omit<CertificateCredential, 'certificate'> | undefined {
  if (principal.servicePrincipalType !== 'ManagedIdentity') return undefined
  const first = Math.floor(principal.createdAt / fiveMinutes) * fiveMinutes - fiveMinutes
  const turn = Math.max(0, Math.floor((now - first) / rotation))
  const startsAt = first + turn * rotation
  const digest = createHash('sha1').update(`${principal.principalId}\n${turn}`).digest('hex')
  return {
    keyId: `${digest.slice(0, 8)}-${digest.slice(8, 12)}-4${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`,
    displayName: `CN=${principal.clientId}, DC=${tenantId}`,
    thumbprint: createHash('sha1').update(digest).digest('hex').toUpperCase(),
    startsAt,
    endsAt: startsAt + lifetime,
  }
}
