/** The resource that a request is about, or ARM's words for its absence. */
import type { Resource } from '../domain/arm-resource/resource.js'
import { ArmError } from '../domain/errors/arm-error.js'
import type { ReadStores } from '../ports/store.js'

export interface ResourceTarget {
  readonly id: string
  /** In registered case, as the refusal prints it. */
  readonly type: string
  readonly name: string
  readonly resourceGroup?: string
}

/** @throws ArmError `ResourceNotFound` (404) */
export async function requireResource(
  stores: Pick<ReadStores, 'resources'>,
  { id, type, name, resourceGroup = '' }: ResourceTarget,
): Promise<Resource> {
  const resource = await stores.resources.get(id)
  if (resource === undefined) throw new ArmError('ResourceNotFound', { type, name, resourceGroup })
  return resource
}
