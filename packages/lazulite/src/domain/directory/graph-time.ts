/** Instants as Microsoft Graph's directory writes them: whole seconds, UTC, `2023-04-26T04:50:35Z`. */
import type { EpochMillis } from '../time.js'

export const graphTime = (time: EpochMillis): string => `${new Date(time).toISOString().slice(0, 19)}Z`

/** @returns `undefined` when the text is no instant */
export function parseGraphTime(text: string): EpochMillis | undefined {
  const time = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/i.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(time) ? undefined : time
}
