/**
 * What every metadata request has to pass, in this order; the first failure is the answer.
 *
 * The address comes first, because clients probe `getplatformmetadata` without the `Metadata` header and take 404 for
 * "this host has no second version" and 400 for "it has" (MSAL .NET, ImdsV2ManagedIdentitySource). The header comes
 * before anything in the query, because probing clients leave it out and take 400 for "here is a metadata service".
 * `X-Forwarded-For` and repeated parameter names are refused (Azure Instance Metadata Service page).
 */
import { ImdsError } from '../../domain/errors/imds-error.js'
import { isKnownVersion } from './api-versions.js'
import { type ImdsRequest, queryValue } from './imds-request.js'
import { findPath, type ImdsPath } from './paths.js'

type Check = (request: ImdsRequest, address: ImdsPath) => void

const checks: readonly Check[] = [
  requireMethod,
  requireMetadataHeader,
  refuseForwarded,
  refuseRepeatedParameters,
  requireApiVersion,
  refuseMissing,
]

/** @throws ImdsError of the first check that fails */
export function checkImdsRequest(request: ImdsRequest): void {
  const address = findPath(request.path)
  if (address === undefined) throw new ImdsError('NotFound')
  for (const check of checks) check(request, address)
}

function requireMethod({ method }: ImdsRequest, { methods }: ImdsPath): void {
  if (!methods.includes(method)) throw new ImdsError('MethodNotAllowed')
}

/** The documentation asks for `true`, its own samples send `True`. */
function requireMetadataHeader({ header }: ImdsRequest): void {
  if (header('metadata')?.toLowerCase() !== 'true') throw new ImdsError('MetadataHeaderMissing')
}

function refuseForwarded({ header }: ImdsRequest): void {
  if (header('x-forwarded-for') !== undefined) throw new ImdsError('ForwardedRequest')
}

function refuseRepeatedParameters({ query }: ImdsRequest): void {
  const seen = new Set<string>()
  for (const [name] of query) {
    if (seen.has(name)) throw new ImdsError('DuplicateParameter', { parameter: name })
    seen.add(name)
  }
}

function requireApiVersion(request: ImdsRequest, { category }: ImdsPath): void {
  if (category === undefined) return
  const version = queryValue(request, 'api-version')
  if (version === undefined) throw new ImdsError('ApiVersionMissing')
  if (!isKnownVersion(version, category)) throw new ImdsError('ApiVersionUnknown')
}

function refuseMissing({ method, path }: ImdsRequest, { isMissing }: ImdsPath): void {
  if (isMissing) throw new ImdsError('NotImplemented', { what: `${method} ${path}` })
}
