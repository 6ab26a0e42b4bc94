/** Instants as Compute prints them: `2020-12-19T06:16:03.95+00:00`, zero fractions left out (recorded answers). */
import type { EpochMillis } from '../../domain/time.js'

export const computeTime = (time: EpochMillis): string => new Date(time).toISOString().replace(/\.?0*Z$/, '+00:00')
