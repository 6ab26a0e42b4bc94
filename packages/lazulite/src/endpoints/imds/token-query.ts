/**
 * Parameters of `GET /metadata/identity/oauth2/token` (IMDS REST reference, 2023-07-01), read after the common checks:
 * `resource` first, then which identity is meant.
 */
import { ImdsError } from '../../domain/errors/imds-error.js'
import type { IdentitySelector } from '../../domain/identity/select-identity.js'
import { type ImdsRequest, queryValue } from './imds-request.js'

export interface TokenQuery {
  readonly resource: string
  readonly selector: IdentitySelector
  readonly bypassesCache: boolean
}

/** `mi_res_id` is the name of App Service and of the newer metadata clients for the same thing. */
const selectorNames = [
  ['client_id', 'clientId'],
  ['object_id', 'objectId'],
  ['msi_res_id', 'resourceId'],
  ['mi_res_id', 'resourceId'],
] as const satisfies readonly (readonly [string, IdentitySelector['by']])[]

/** @throws ImdsError `ParameterMissing`, `SeveralSelectors` */
export function readTokenQuery(request: ImdsRequest): TokenQuery {
  const resource = queryValue(request, 'resource')
  if (resource === undefined) throw new ImdsError('ParameterMissing', { parameter: 'resource' })
  return {
    resource,
    selector: readSelector(request),
    // the one value the reference defines; anything else asks for nothing
    bypassesCache: queryValue(request, 'bypass_cache')?.toLowerCase() === 'true',
  }
}

function readSelector(request: ImdsRequest): IdentitySelector {
  const given = selectorNames.flatMap(([name, by]): IdentitySelector[] => {
    const value = queryValue(request, name)
    return value === undefined ? [] : [{ by, value }]
  })
  if (given.length > 1) throw new ImdsError('SeveralSelectors')
  return given[0] ?? { by: 'default' }
}
