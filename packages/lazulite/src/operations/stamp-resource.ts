/** Whoever writes a resource gives it a new entity tag and the time of the change; a new one is as old as its first change. */
import type { Resource } from '../domain/arm-resource/resource.js'
import type { Ports } from '../ports/ports.js'

type Stamp = Pick<Resource, 'etag' | 'changedAt'>

export const stampResource = ({ ids, clock }: Pick<Ports, 'ids' | 'clock'>): Stamp => ({
  etag: ids.etag(),
  changedAt: clock.nowMillis(),
})

/** What a request says of the resource it writes: the parsed path. */
interface Target extends Pick<Resource, 'id' | 'name'> {
  readonly subscriptionId?: string
  readonly resourceGroup?: string
}

/** What never changes in a record: what the resource is, where it is, and since when. */
export const newResource = (
  { id, name, subscriptionId = '', resourceGroup }: Target,
  type: string,
  { changedAt }: Stamp,
): Pick<Resource, 'id' | 'type' | 'name' | 'subscriptionId' | 'resourceGroup' | 'createdAt'> => ({
  id,
  type,
  name,
  subscriptionId,
  ...(resourceGroup === undefined ? {} : { resourceGroup }),
  createdAt: changedAt,
})
