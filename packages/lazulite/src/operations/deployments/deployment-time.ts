/** How deployments write time: instants, durations, and the numbers that are instants in disguise (recorded 2016–2023). */
import type { EpochMillis } from '../../domain/time.js'

/** `2020-12-31T01:22:50.64Z`: zeros at the end of the fraction are left out. */
export const deploymentTime = (time: EpochMillis): string => new Date(time).toISOString().replace(/\.?0*Z$/, 'Z')

/** `PT3.049S` */
export const deploymentDuration = (millis: number): string => `PT${Math.max(0, millis) / 1000}S`

/** `8/20/2019 6:20:33 AM`, as the text of DeploymentActive writes instants. */
export const americanTime = (time: EpochMillis): string => {
  const date = new Date(time)
  const hours = date.getUTCHours()
  const [minutes, seconds] = [date.getUTCMinutes(), date.getUTCSeconds()].map((part) => String(part).padStart(2, '0'))
  const day = `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`
  return `${day} ${hours % 12 === 0 ? 12 : hours % 12}:${minutes}:${seconds} ${hours < 12 ? 'AM' : 'PM'}`
}

/** 0001-01-01 to 1970-01-01 in steps of 100 ns. */
const ticksOfEpoch = 621_355_968_000_000_000n
const lastTick = 2n ** 63n - 1n

/**
 * The 20 digits of `operationStatuses`: what is left of time when the deployment begins, so that later ones sort first.
 * @param fraction 0 to 9999, parts of the millisecond: keeps deployments apart that begin in the same one
 */
export const statusNumber = (time: EpochMillis, fraction: number): string =>
  String(lastTick - (BigInt(time) * 10_000n + BigInt(fraction) + ticksOfEpoch)).padStart(20, '0')
