/** One HTTPS request to our own server, trusting its certificate authority and nothing else. */
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { CliError } from './cli-error.js'

export interface HttpCall {
  readonly method: string
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** PEM; not needed for plain HTTP. */
  readonly ca?: string
  /** Milliseconds without a byte; default 100 000. */
  readonly timeout?: number
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}

const largestAnswer = 64 * 1024 * 1024

/** @throws CliError when there is no answer: not reachable, not trusted, too slow, too large */
export function call({ method, url, headers = {}, body, ca, timeout = 100_000 }: HttpCall): Promise<HttpAnswer> {
  const send = url.startsWith('https:') ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void => reject(new CliError(`${hostOf(url)}: ${reason(cause)}`, { cause }))
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const request = send(url, {
      method,
      headers: { ...headers, ...length },
      agent: false,
      ...(ca === undefined ? {} : { ca }),
    })
    request.setTimeout(timeout, () => request.destroy(new Error(`no answer within ${Math.round(timeout / 1000)} s`)))
    request.on('error', fail)
    request.on('response', (response) => {
      const parts: Buffer[] = []
      let size = 0
      response.on('data', (part: Buffer) => {
        size += part.length
        if (size > largestAnswer) request.destroy(new Error('the answer is too large'))
        else parts.push(part)
      })
      response.on('error', fail)
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(parts).toString('utf8'),
        })
      })
    })
    request.end(body)
  })
}

const hostOf = (url: string): string => new URL(url).host

/** A failed connection to `localhost` tries several addresses and reports them as one error without a message. */
function reason(cause: unknown): string {
  if (cause instanceof AggregateError) return reason(cause.errors[0])
  return cause instanceof Error ? cause.message || cause.name : String(cause)
}
