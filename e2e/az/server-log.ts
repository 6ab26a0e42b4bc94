/** Reads the lines `request answered` of the server's log. */
import { readFileSync } from 'node:fs'

export interface LoggedRequest {
  /** Milliseconds since 1970. */
  readonly time: number
  readonly endpoint: string
  readonly method: string
  readonly host: string
  readonly path: string
  readonly query?: string
  readonly status: number
  readonly millis: number
  readonly command?: string
  readonly client?: string
}

/** Until now; a line that is being written is left out. */
export function readServerLog(file: string): LoggedRequest[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => {
      const entry = JSON.parse(line)
      return entry.msg === 'request answered' ? [entry as LoggedRequest] : []
    })
}

/** Paths that tests ask for because they are not there: what az says then is what is tested. */
const askedOnPurpose: readonly RegExp[] = [/\/providers\/Microsoft\.Lazulite\.Unknown\//i]

/** Requests that the server did not know what to do with, each once. */
export function unansweredIn(requests: readonly LoggedRequest[]): string[] {
  const lines = requests
    .filter(({ status, path }) => status >= 500 && !askedOnPurpose.some((pattern) => pattern.test(path)))
    .map(({ status, method, host, path, query, command }) =>
      [status, method, `${host}${path}${query === undefined ? '' : `?${query}`}`, command && `(az ${command})`]
        .filter(Boolean)
        .join(' '),
    )
  return [...new Set(lines)]
}
