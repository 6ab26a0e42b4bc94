/** A port on the command line. */
import { InvalidArgumentError } from 'commander'

/** @throws InvalidArgumentError (a usage error) */
export function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port <= 65_535) return port
  throw new InvalidArgumentError('must be a whole number from 0 to 65535')
}
