/** `If-Match` and `If-None-Match` (RFC 9110, section 13.1); entity tags compare with or without their quotes. */
import type { Resource } from '../domain/arm-resource/resource.js'
import { ArmError } from '../domain/errors/arm-error.js'

export interface Preconditions {
  readonly ifMatch?: string
  readonly ifNoneMatch?: string
}

/** @throws ArmError `PreconditionFailed` (412) */
export function requirePreconditions(
  { ifMatch, ifNoneMatch }: Preconditions,
  resource: Pick<Resource, 'etag'> | undefined,
): void {
  const matches = (condition: string): boolean =>
    resource !== undefined &&
    condition
      .split(',')
      .some((tag) => ['*', resource.etag].includes(tag.trim().replace(/^W\//, '').replaceAll('"', '')))
  if (ifMatch !== undefined && !matches(ifMatch))
    throw new ArmError('PreconditionFailed', { condition: `If-Match: ${ifMatch}` })
  if (ifNoneMatch !== undefined && matches(ifNoneMatch)) {
    throw new ArmError('PreconditionFailed', { condition: `If-None-Match: ${ifNoneMatch}` })
  }
}
