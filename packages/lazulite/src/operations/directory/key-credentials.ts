/**
 * Certificates in the bodies of applications and service principals: the whole list is sent each time; an entry without
 * `key` keeps the certificate of its `keyId`.
 *
 * Observed with Azure CLI 2.37: without a name of its own a certificate is called by its subject, from the most
 * particular part on; `customKeyIdentifier` becomes the thumbprint. Only certificates are taken, for verification.
 */
import { X509Certificate } from 'node:crypto'
import { invalidProperty } from '../../domain/directory/check-body.js'
import type { CertificateCredential } from '../../domain/directory/directory-objects.js'
import { parseGraphTime } from '../../domain/directory/graph-time.js'
import { applicationType } from '../../domain/directory/graph-types.js'
import { GraphError } from '../../domain/errors/graph-error.js'
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.js'
import type { Ids } from '../../ports/ids.js'

/** @throws GraphError `PropertyInvalid`, `KeyInvalid`, `KeyEndDateInvalid`, `NotImplemented` */
export function readKeyCredentials(
  value: Json,
  kept: readonly CertificateCredential[],
  ids: Ids,
): readonly CertificateCredential[] {
  if (!Array.isArray(value)) throw invalidProperty(applicationType, 'keyCredentials')
  return value.map((entry) => {
    if (!isJsonObject(entry)) throw invalidProperty(applicationType, 'keyCredentials')
    if (typeof entry.key === 'string') return readCertificate(entry, entry.key, ids)
    const before = kept.find(({ keyId }) => keyId === entry.keyId)
    if (before === undefined) throw new GraphError('KeyInvalid')
    return before
  })
}

function readCertificate(entry: JsonObject, key: string, ids: Ids): CertificateCredential {
  if (entry.type !== 'AsymmetricX509Cert' || (entry.usage ?? 'Verify') !== 'Verify') {
    throw new GraphError('NotImplemented', {
      what: `key credentials of type ${String(entry.type)} for ${String(entry.usage)}`,
    })
  }
  const certificate = parseCertificate(key)
  const validFrom = Date.parse(certificate.validFrom)
  const validTo = Date.parse(certificate.validTo)
  const startsAt = instantOr(entry.startDateTime, validFrom)
  const endsAt = instantOr(entry.endDateTime, validTo)
  // the list says whole seconds, and so does the certificate
  if (endsAt > validTo || endsAt <= startsAt) throw new GraphError('KeyEndDateInvalid')
  return {
    keyId: typeof entry.keyId === 'string' ? entry.keyId.toLowerCase() : ids.guid('credential'),
    displayName: typeof entry.displayName === 'string' ? entry.displayName : subjectOf(certificate),
    certificate: certificate.raw.toString('base64'),
    thumbprint: certificate.fingerprint.replaceAll(':', ''),
    startsAt,
    endsAt,
  }
}

function parseCertificate(key: string): X509Certificate {
  try {
    return new X509Certificate(Buffer.from(key, 'base64'))
  } catch (cause) {
    throw new GraphError('KeyInvalid', {}, { cause })
  }
}

function instantOr(value: Json | undefined, otherwise: number): number {
  if (value === undefined || value === null) return otherwise
  const time = typeof value === 'string' ? parseGraphTime(value) : undefined
  if (time === undefined) throw invalidProperty(applicationType, 'keyCredentials')
  return time
}

/** `O=Internet Widgits Pty Ltd, S=Some-State, C=AU`: Windows calls a state S. */
const subjectOf = (certificate: X509Certificate): string =>
  certificate.subject
    .split('\n')
    .reverse()
    .join(', ')
    .replace(/(^|, )ST=/, '$1S=')
