/**
 * One line for every answer, whichever endpoint gave it: who asked for what, with which status, in what time.
 *
 * At level debug, message `request answered`; 501 also as the warning `not implemented` where nobody is there to say
 * it. Decision: queries are logged for Resource Manager, Graph and the metadata service only, where they say what was
 * asked; those of the token service can hold codes and names of people.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Log } from '../../ports/log.js'

export interface AnsweredRequest {
  /** `arm`, `sts`, `imds`, …; `none`: refused before one was chosen. */
  readonly endpoint: string
  readonly method: string
  readonly host: string
  readonly path: string
  readonly query?: string
  readonly status: number
  /** From the last byte of the request's head to the last of the answer; milliseconds. */
  readonly millis: number
  /** The command of Azure CLI or PowerShell cmdlet that asked, as these say it. */
  readonly command?: string
  readonly client?: string
}

const withQuery: ReadonlySet<string> = new Set(['arm', 'graph', 'imds'])
/** What follows can be a ticket. */
const hiddenPath = '/_terminals/…'
/** A stranger chooses these; longer ones are cut. */
const longest = 300

/** Call before the request is handed over: endpoints may rewrite its address. */
export function logAnswer(
  log: Log,
  endpoint: string,
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
): void {
  const started = performance.now()
  const { method = '', url = '/', headers } = request
  const host = headers.host ?? ''
  response.once('close', () => {
    const [path = '', ...query] = url.split('?')
    const facts: AnsweredRequest = {
      ...{ endpoint, method, host: host.slice(0, longest), path: endpoint === 'terminals' ? hiddenPath : path },
      ...(withQuery.has(endpoint) && query.length > 0 ? { query: query.join('?') } : {}),
      ...{ status: response.statusCode, millis: Math.round((performance.now() - started) * 10) / 10 },
      ...short('command', headers.commandname),
      ...short('client', headers['user-agent']),
    }
    log.debug(facts, 'request answered')
  })
}

const short = (name: string, value: string | string[] | undefined): Record<string, string> =>
  typeof value === 'string' ? { [name]: value.slice(0, longest) } : {}
