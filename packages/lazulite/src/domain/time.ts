/** Time carries its unit in the type's name; all instants are UTC. */

export type EpochSeconds = number
export type EpochMillis = number
export type Seconds = number
