/**
 * The portal's way to the services: Resource Manager, Microsoft Graph and the operations API, by the same requests that
 * any client makes, with the token of whoever is signed in.
 */
import type { CloudOrigins } from '../session/cloud-origins.js'
import type { Audience } from '../session/sign-in.js'
import { readServiceError, ServiceError } from './service-error.js'

export interface ServiceCall {
  readonly method?: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

export interface ArmCall extends ServiceCall {
  readonly apiVersion: string
}

export interface GraphCall extends ServiceCall {
  /** Default: `v1.0`. Some of Microsoft Graph is only in `beta`, as with Azure. */
  readonly version?: 'v1.0' | 'beta'
}

/** What a long operation says of itself while it runs. */
export interface OperationProgress {
  readonly status: string
  readonly percentComplete?: number
}

export interface ArmOperation extends ArmCall {
  readonly onProgress?: (progress: OperationProgress) => void
}

export interface CloudClient {
  readonly origins: CloudOrigins
  /** One request. @param path begins with `/`; may have a query @throws ServiceError */
  arm<T>(path: string, call: ArmCall): Promise<T>
  /** All pages of a list. @throws ServiceError */
  armList<T>(path: string, call: ArmCall): Promise<readonly T[]>
  /** A request, and the operation that it started until its end. @throws ServiceError also when the operation fails */
  armOperation<T>(path: string, call: ArmOperation): Promise<T>
  /** @param path below the version, begins with `/` @throws ServiceError */
  graph<T>(path: string, call?: GraphCall): Promise<T>
  graphList<T>(path: string, call?: GraphCall): Promise<readonly T[]>
  /** @param path below `/_lazulite`, begins with `/` @throws ServiceError */
  operations<T>(path: string, call?: ServiceCall): Promise<T>
  /** The bare answer, for streams. @throws ServiceError when it is a refusal */
  stream(path: string, signal: AbortSignal): Promise<Response>
}

export interface ClientParts {
  readonly origins: CloudOrigins
  /** @param refused a token that the service no longer takes, although its time is not over */
  readonly accessToken: (audience: Audience, refused?: string) => Promise<string>
  /** Default: the browser's. */
  readonly fetch?: typeof globalThis.fetch
  /** Default: a timer. @param milliseconds */
  readonly wait?: (milliseconds: number) => Promise<void>
}

interface Page<T> {
  readonly value: readonly T[]
  readonly nextLink?: string
  readonly '@odata.nextLink'?: string
}

/** More than any list of this cloud; a service that never ends its pages ends here. */
const mostPages = 1000
/** Milliseconds between looks at an operation whose service names no time. */
const pollDefault = 1000
/** Milliseconds; a local cloud is done sooner than the seconds that Azure's `Retry-After` counts in. */
const pollLongest = 2000

export function createCloudClient(parts: ClientParts): CloudClient {
  const { origins, accessToken } = parts
  const wait = parts.wait ?? ((milliseconds) => new Promise((done) => setTimeout(done, milliseconds)))

  async function ask(token: string, url: string, call: ServiceCall): Promise<Response> {
    const { method = 'GET', body, headers, signal } = call
    try {
      return await (parts.fetch ?? fetch)(url, {
        method,
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
        cache: 'no-store',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
      })
    } catch (cause) {
      if (signal?.aborted) throw cause
      const message = 'The service did not answer. Is `lazulite start` still running?'
      throw new ServiceError({ code: 'Unreachable', message, status: 0, request: requestOf(url, call) }, { cause })
    }
  }

  async function send(audience: Audience, url: string, call: ServiceCall): Promise<Response> {
    const token = await accessToken(audience)
    let response = await ask(token, url, call)
    // expired by the service's clock, withdrawn, or signed with a key that is gone: once more with a new one
    if (response.status === 401) response = await ask(await accessToken(audience, token), url, call)
    if (response.ok) return response
    const correlationId = response.headers.get('x-ms-correlation-request-id') ?? response.headers.get('request-id')
    throw readServiceError(await readBody(response), {
      status: response.status,
      request: requestOf(url, call),
      correlationId: correlationId ?? undefined,
    })
  }

  async function all<T>(audience: Audience, first: string, call: ServiceCall): Promise<readonly T[]> {
    const found: T[] = []
    let next: string | undefined = first
    for (let page = 0; next !== undefined && page < mostPages; page++) {
      const answer = (await readBody(await send(audience, next, call))) as Page<T> // the shape of every list
      found.push(...answer.value)
      next = answer.nextLink ?? answer['@odata.nextLink']
    }
    return found
  }

  const armUrl = (path: string, { apiVersion }: ArmCall): string =>
    `${origins.arm}${path}${path.includes('?') ? '&' : '?'}api-version=${apiVersion}`
  const graphUrl = (path: string, { version = 'v1.0' }: GraphCall): string => `${origins.graph}/${version}${path}`
  // the callers say what they expect; the services are ours and have contract tests
  const json = async <T>(response: Promise<Response>): Promise<T> => (await readBody(await response)) as T

  return {
    origins,
    arm: (path, call) => json(send('arm', armUrl(path, call), call)),
    armList: (path, call) => all('arm', armUrl(path, call), call),
    async armOperation(path, { onProgress, ...call }) {
      const response = await send('arm', armUrl(path, call), call)
      const poll = (url: string) => send('arm', url, call.signal === undefined ? {} : { signal: call.signal })
      return (await followOperation(response, { poll, wait, onProgress, resource: armUrl(path, call), call })) as never
    },
    graph: (path, call = {}) => json(send('graph', graphUrl(path, call), call)),
    graphList: (path, call = {}) => all('graph', graphUrl(path, call), call),
    operations: (path, call = {}) => json(send('arm', `${origins.operations}/_lazulite${path}`, call)),
    stream: (path, signal) =>
      send('arm', `${origins.operations}/_lazulite${path}`, { signal, headers: { accept: 'text/event-stream' } }),
  }
}

interface Follow {
  readonly poll: (url: string) => Promise<Response>
  readonly wait: (milliseconds: number) => Promise<void>
  readonly onProgress: ((progress: OperationProgress) => void) | undefined
  readonly resource: string
  readonly call: ServiceCall
}

interface OperationBody {
  readonly status?: string
  readonly percentComplete?: number
  readonly error?: unknown
  readonly properties?: { readonly provisioningState?: string }
}

/** "Track asynchronous Azure operations": `Azure-AsyncOperation`, else `Location`, else the resource's own state. */
async function followOperation(first: Response, follow: Follow): Promise<unknown> {
  const { poll, wait, onProgress, call } = follow
  const body = await readBody(first)
  const operation = first.headers.get('azure-asyncoperation')
  const location = first.headers.get('location')
  const delay = pollDelay(first)
  if (operation !== null) {
    for (;;) {
      await wait(delay)
      const state = (await readBody(await poll(operation))) as OperationBody // as Azure documents it
      onProgress?.(progressOf(state.status ?? 'InProgress', state.percentComplete))
      if (state.status === 'Succeeded') break
      if (state.status === 'Failed' || state.status === 'Canceled') {
        const request = { method: call.method ?? 'GET', url: follow.resource.replace(/^https:\/\/[^/]+/, '') }
        throw readServiceError(
          { error: state.error ?? { code: state.status, message: state.status } },
          { status: 200, request },
        )
      }
    }
    const isWrite = call.method === 'PUT' || call.method === 'PATCH'
    return isWrite ? readBody(await poll(follow.resource)) : body
  }
  if (first.status === 202 && location !== null) {
    for (;;) {
      await wait(delay)
      const answer = await poll(location)
      if (answer.status !== 202) return readBody(answer)
      onProgress?.(progressOf('InProgress'))
    }
  }
  return body
}

const requestOf = (url: string, { method = 'GET' }: ServiceCall) => ({
  method,
  url: url.replace(/^https:\/\/[^/]+/, ''),
})

const progressOf = (status: string, percentComplete?: number): OperationProgress => ({
  status,
  ...(percentComplete === undefined ? {} : { percentComplete }),
})

function pollDelay(response: Response): number {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) ? Math.min(seconds * 1000, pollLongest) : pollDefault
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text()
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
