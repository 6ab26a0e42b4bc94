/** Time and number of an event in a GUID of one's own making (RFC 9562, version 8): the same whenever it is shown. */
import type { EpochMillis } from './time.js'

export interface EventPlace {
  readonly time: EpochMillis
  readonly sequence: number
}

const hex = (value: number): string => value.toString(16).padStart(12, '0')

export const eventIdOf = ({ time, sequence }: EventPlace): string =>
  `${hex(time).slice(0, 8)}-${hex(time).slice(8)}-8000-8000-${hex(sequence)}`

/** `undefined`: no event has such an id. */
export function readEventId(id: string): EventPlace | undefined {
  const match = /^([0-9a-f]{8})-([0-9a-f]{4})-8000-8000-([0-9a-f]{12})$/i.exec(id)
  if (match === null) return undefined
  const [, early = '', late = '', sequence = ''] = match
  return { time: Number.parseInt(early + late, 16), sequence: Number.parseInt(sequence, 16) }
}
