/**
 * The names this cloud may speak for; the certificate authority is constrained to them and the server's certificate
 * carries them.
 *
 * These are the public names of Azure and this machine's own.
 */
import { publicNames } from '../domain/public-names.js'

export const serverDnsNames: readonly string[] = ['localhost', ...publicNames]

/** Loopback addresses in text and, in network byte order, as X.509 writes them. */
export const serverAddresses = [
  { text: '127.0.0.1', bytes: [127, 0, 0, 1] },
  { text: '::1', bytes: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1] },
] as const
