/**
 * What may open a websocket, before any ticket is looked at.
 *
 * Source: RFC 6455 section 4.2.2 and 10.2 (a server that is not for every page looks at `Origin`). Decision: pages of this
 * cloud's own origins and of the portal; programs, which send none, or the address that they connect to (observed with the
 * websocket-client of Azure CLI's serial-console extension).
 */
import { armHost, portalHost } from '../../domain/public-names.js'

/** One ticket, one websocket: the path that Resource Manager hands out. Clients of the serial console expect its last word. */
export const socketPath = (ticket: string): string => `/_terminals/sockets/${ticket}/client`

/** The ticket of such a path; `undefined`: it is another. @param path  without its query */
export const ticketOf = (path: string): string | undefined =>
  /^\/_terminals\/sockets\/([A-Za-z0-9_-]{1,128})\/client$/.exec(path)?.[1]

/** @param ownHosts `localhost:4430` */
export function isAllowedOrigin(origin: string | undefined, ownHosts: readonly string[]): boolean {
  if (origin === undefined) return true
  return [portalHost, armHost, ...ownHosts].some((host) => origin.toLowerCase() === `https://${host}`)
}

/** With it, text is control and bytes are data; without, everything is data, as for Azure's own clients. */
export const controlProtocol = 'lazulite.terminal.v1'

/** `{"resize":{"columns":80,"rows":24}}`; `undefined`: not understood, and left alone. */
export function readControl(text: string): { readonly columns: number; readonly rows: number } | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const resize = isRecord(value) && isRecord(value.resize) ? value.resize : {}
    return readSize(resize.columns, resize.rows)
  } catch {
    return undefined
  }
}

const mostCharacters = 1_000

/** Whole numbers within reason. */
export function readSize(
  columns: unknown,
  rows: unknown,
): { readonly columns: number; readonly rows: number } | undefined {
  const [wide, high] = [Number(columns), Number(rows)]
  const isSize = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= mostCharacters
  return isSize(wide) && isSize(high) ? { columns: wide, rows: high } : undefined
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
