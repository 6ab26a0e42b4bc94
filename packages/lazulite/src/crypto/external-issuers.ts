/**
 * Keys of token issuers outside this cloud, from `{issuer}/.well-known/openid-configuration` and the `jwks_uri` there
 * (OpenID Connect Discovery 1.0 section 4).
 *
 * An issuer is a stranger whose address somebody typed, so everything about asking it is bounded: https only, three
 * seconds, 256 kB, redirects on the same host only. Decision: keys are remembered for an hour; a key that is not among
 * them is asked for again, at most every ten seconds.
 */
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isJsonObject, type JsonObject } from '../domain/json.js'
import type { EpochSeconds, Seconds } from '../domain/time.js'
import type { ExternalIssuers } from '../ports/client-assertions.js'
import type { Clock } from '../ports/clock.js'

export interface ExternalIssuerOptions {
  readonly clock: Pick<Clock, 'now'>
  /** Also ask issuers at loopback addresses over plain http; for tests of somebody's own issuer. */
  readonly allowsLoopbackHttp: boolean
  readonly timeout?: Seconds
}

const defaultTimeout: Seconds = 3
const mostBytes = 256 * 1024
const mostRedirects = 3
const keysStayFor: Seconds = 3600
const retryAfter: Seconds = 10
/** Issuers remembered at once. */
const capacity = 100

interface Remembered {
  readonly keys: readonly JsonObject[]
  readonly askedAt: EpochSeconds
}

export function externalIssuers(options: ExternalIssuerOptions): ExternalIssuers {
  const { clock } = options
  const remembered = new Map<string, Remembered>()

  const ask = async (issuer: string): Promise<Remembered> => {
    const keys = await fetchKeys(issuer, options)
    const fresh = { keys, askedAt: clock.now() }
    remembered.delete(issuer)
    remembered.set(issuer, fresh)
    for (const oldest of remembered.keys()) {
      if (remembered.size <= capacity) break
      remembered.delete(oldest)
    }
    return fresh
  }

  return {
    async findKey(issuer, keyId) {
      const known = remembered.get(issuer)
      const age = known === undefined ? Number.POSITIVE_INFINITY : clock.now() - known.askedAt
      const find = ({ keys }: Remembered) => keys.find(({ kid }) => kid === keyId)
      if (known !== undefined && age >= 0 && age < keysStayFor) {
        const key = find(known)
        if (key !== undefined || age < retryAfter) return key
      }
      return find(await ask(issuer))
    },
  }
}

async function fetchKeys(issuer: string, options: ExternalIssuerOptions): Promise<readonly JsonObject[]> {
  const document = await fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, options)
  const { jwks_uri: address } = document
  if (document.issuer !== issuer) throw new Error('the discovery document names another issuer')
  if (typeof address !== 'string') throw new Error('the discovery document names no keys')
  const { keys } = await fetchJson(address, options)
  return Array.isArray(keys) ? keys.filter(isJsonObject) : []
}

async function fetchJson(address: string, options: ExternalIssuerOptions): Promise<JsonObject> {
  const signal = AbortSignal.timeout((options.timeout ?? defaultTimeout) * 1000)
  let url = askable(address, options)
  for (let hop = 0; hop <= mostRedirects; hop++) {
    const answer = await get(url, signal)
    if ('body' in answer) {
      const value: unknown = JSON.parse(answer.body)
      if (!isJsonObject(value)) throw new Error('no JSON object')
      return value
    }
    const next = askable(new URL(answer.location, url).href, options)
    if (next.host !== url.host || next.protocol !== url.protocol) throw new Error('redirected to another host')
    url = next
  }
  throw new Error('redirected too often')
}

/** @throws Error for an address that is not asked */
function askable(address: string, { allowsLoopbackHttp }: ExternalIssuerOptions): URL {
  const url = new URL(address)
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  const isAllowed = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback && allowsLoopbackHttp)
  if (!isAllowed || url.username !== '' || url.password !== '') throw new Error('the issuer is not an https address')
  return url
}

type Answer = { readonly body: string } | { readonly location: string }

function get(url: URL, signal: AbortSignal): Promise<Answer> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const sent = request(url, { signal, headers: { accept: 'application/json' }, agent: false }, (response) => {
      const { statusCode = 0, headers } = response
      if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
        response.destroy()
        resolve({ location: headers.location })
        return
      }
      if (statusCode !== 200) {
        response.destroy()
        reject(new Error(`the issuer answered ${statusCode}`))
        return
      }
      const chunks: Buffer[] = []
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > mostBytes) response.destroy(new Error('the issuer answered too much'))
        else chunks.push(chunk)
      })
      response.on('end', () => resolve({ body: Buffer.concat(chunks).toString('utf8') }))
      response.on('error', reject)
    })
    sent.on('error', reject)
    sent.end()
  })
}
