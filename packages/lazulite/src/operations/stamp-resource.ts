/** Whoever writes a resource gives it a new entity tag and the time of the change; a new one is as old as its first change. */
import type { Resource } from '../domain/arm-resource/resource.js'
import type { Ports } from '../ports/ports.js'

export const stampResource = ({ ids, clock }: Pick<Ports, 'ids' | 'clock'>): Pick<Resource, 'etag' | 'changedAt'> => ({
  etag: ids.etag(),
  changedAt: clock.nowMillis(),
})
