/**
 * The commands' way to Azure Resource Manager: the same HTTPS, tokens and long-running operations as any other client's.
 *
 * Asynchronous operations: Azure REST API guidelines, "long-running operations" (`Azure-AsyncOperation`, else `Location`, `Retry-After`).
 */
import { setTimeout as pause } from 'node:timers/promises'
import { isJsonObject, type JsonObject } from '../domain/json.js'
import { CliError } from './cli-error.js'
import { call, type HttpAnswer } from './https.js'

export interface ArmConnection {
  readonly origin: string
  readonly tenantId: string
  readonly clientId: string
  readonly clientSecret: string
  /** PEM. */
  readonly caCertificate: string
  /** Milliseconds without a byte until a call is given up. */
  readonly timeout?: number
  /** What the token is for; default Resource Manager. */
  readonly scope?: string
  /** Where tokens come from; default: the client's own, by its secret. @throws CliError */
  readonly token?: (scope: string) => Promise<string>
}

export interface ArmClientOptions {
  /** Waits so many seconds. */
  readonly wait?: (seconds: number) => Promise<void>
  /** Told what is being waited for. */
  readonly onWait?: (text: string) => void
  /** Seconds after which a long-running operation is given up; default 1800. */
  readonly patience?: number
}

/** An error that the service answered. */
export class ServiceError extends CliError {
  readonly status: number
  constructor(status: number, code: string, message: string) {
    super(message, { code })
    this.status = status
  }
}

export interface ArmClient {
  /** Paths start at the origin and carry their api-version. @throws ServiceError with the service's own code and message */
  get(path: string): Promise<JsonObject>
  /** Undefined on 404. */
  find(path: string): Promise<JsonObject | undefined>
  /** Every page of a list. */
  list(path: string): Promise<JsonObject[]>
  /** Resolves when the operation has ended; to the resource, as it is then. */
  put(path: string, body: JsonObject): Promise<JsonObject>
  patch(path: string, body: JsonObject): Promise<JsonObject>
  /** Resolves when the operation has ended; to the answer's body, an empty object when it has none. */
  post(path: string, body?: JsonObject): Promise<JsonObject>
  delete(path: string): Promise<void>
}

const defaultRetryAfter = 1
const longestRetryAfter = 60

export function armClient(connection: ArmConnection, options: ArmClientOptions = {}): ArmClient {
  const { wait = (seconds) => pause(seconds * 1000), onWait, patience = 1800 } = options
  let token: Promise<string> | undefined

  const request = async (method: string, target: string, body?: JsonObject): Promise<HttpAnswer> => {
    token ??= requestToken(connection)
    return call({
      method,
      url: urlOf(connection.origin, target),
      ca: connection.caCertificate,
      ...(connection.timeout === undefined ? {} : { timeout: connection.timeout }),
      headers: {
        authorization: `Bearer ${await token}`,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }

  const succeed = async (method: string, target: string, body?: JsonObject): Promise<HttpAnswer> => {
    const answer = await request(method, target, body)
    if (answer.status >= 400 || answer.status < 200) throw serviceError(answer)
    return answer
  }

  /** Follows an operation to its end. Resolves to the last answer of a `Location`, undefined after an `Azure-AsyncOperation`. */
  const finish = async (first: HttpAnswer): Promise<HttpAnswer | undefined> => {
    const operation = header(first, 'azure-asyncoperation')
    const location = header(first, 'location')
    const target = operation ?? (first.status === 202 ? location : undefined)
    if (target === undefined) return first
    let last = first
    let waited = 0
    for (;;) {
      const seconds = retryAfter(last)
      if (waited + seconds > patience) throw new CliError(`the operation has not ended within ${patience} s`)
      await wait(seconds)
      waited += seconds
      last = await succeed('GET', target)
      if (operation === undefined) {
        if (last.status !== 202) return last
        onWait?.('waiting for the operation to end')
        continue
      }
      const state = objectIn(last)
      const status = typeof state.status === 'string' ? state.status : 'Unknown'
      if (/^succeeded$/i.test(status)) return undefined
      if (/^(failed|canceled)$/i.test(status)) throw operationError(last.status, status, state)
      onWait?.(`operation: ${status}`)
    }
  }

  const write = async (method: 'PUT' | 'PATCH', path: string, body: JsonObject): Promise<JsonObject> => {
    const first = await succeed(method, path, body)
    const last = await finish(first)
    return last === first && first.text !== '' ? objectIn(first) : objectIn(await succeed('GET', path))
  }

  return {
    get: async (path) => objectIn(await succeed('GET', path)),
    async find(path) {
      const answer = await request('GET', path)
      if (answer.status === 404) return undefined
      if (answer.status >= 400) throw serviceError(answer)
      return objectIn(answer)
    },
    async list(path) {
      const found: JsonObject[] = []
      for (let next: string | undefined = path; next !== undefined; ) {
        const page = objectIn(await succeed('GET', next))
        if (Array.isArray(page.value)) found.push(...page.value.filter(isJsonObject))
        next = typeof page.nextLink === 'string' && page.nextLink !== '' ? page.nextLink : undefined
      }
      return found
    },
    put: (path, body) => write('PUT', path, body),
    patch: (path, body) => write('PATCH', path, body),
    async post(path, body) {
      const last = await finish(await succeed('POST', path, body))
      return last === undefined || last.text === '' ? {} : objectIn(last)
    },
    async delete(path) {
      await finish(await succeed('DELETE', path))
    },
  }
}

const armScope = 'https://management.azure.com/.default'

/** A token by client credentials. Source: RFC 6749 section 4.4. @throws ServiceError, CliError */
export async function requestToken(connection: ArmConnection): Promise<string> {
  const scope = connection.scope ?? armScope
  if (connection.token !== undefined) return connection.token(scope)
  const answer = await call({
    method: 'POST',
    url: `${connection.origin}/${connection.tenantId}/oauth2/v2.0/token`,
    ca: connection.caCertificate,
    ...(connection.timeout === undefined ? {} : { timeout: connection.timeout }),
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: connection.clientId,
      client_secret: connection.clientSecret,
      scope,
    }).toString(),
  })
  const content = answer.status === 200 ? objectIn(answer) : undefined
  if (typeof content?.access_token === 'string') return content.access_token
  throw serviceError(answer)
}

/**
 * Links in answers may carry the public name (`https://management.azure.com/…`), which is not this server's on the host;
 * only their path counts, so a token never leaves for anywhere else.
 */
function urlOf(origin: string, target: string): string {
  if (!/^https?:\/\//i.test(target)) return `${origin}${target}`
  const { pathname, search } = new URL(target)
  return `${origin}${pathname}${search}`
}

const header = (answer: HttpAnswer, name: string): string | undefined => {
  const value = answer.headers[name]
  return Array.isArray(value) ? value[0] : value
}

/** Seconds to wait before the next look; a server's own number counts, within reason. */
function retryAfter(answer: HttpAnswer): number {
  const given = header(answer, 'retry-after')
  if (given === undefined || !/^\d+$/.test(given)) return defaultRetryAfter
  return Math.min(Number(given), longestRetryAfter)
}

function objectIn(answer: HttpAnswer): JsonObject {
  try {
    const value: unknown = JSON.parse(answer.text)
    if (isJsonObject(value)) return value
  } catch {
    // said below
  }
  throw new CliError(`the server answered ${answer.status} without a JSON object`)
}

/** Resource Manager's shape (`{error: {code, message}}`), the token service's (`{error, error_description}`), or neither. */
export function serviceError(answer: HttpAnswer): ServiceError {
  let content: unknown
  try {
    content = JSON.parse(answer.text)
  } catch {
    // no JSON: told by its status
  }
  if (isJsonObject(content)) {
    const { error, error_description: description } = content
    if (isJsonObject(error))
      return new ServiceError(answer.status, textOf(error.code, 'Error'), textOf(error.message, ''))
    if (typeof error === 'string')
      return new ServiceError(answer.status, error, textOf(description, '').split(/\r?\n/)[0] ?? '')
  }
  return new ServiceError(answer.status, `Status${answer.status}`, 'the server gave no reason')
}

function operationError(httpStatus: number, status: string, state: JsonObject): ServiceError {
  const error = isJsonObject(state.error) ? state.error : {}
  return new ServiceError(
    httpStatus,
    textOf(error.code, status),
    textOf(error.message, `the operation ended as ${status}`),
  )
}

const textOf = (value: unknown, otherwise: string): string =>
  typeof value === 'string' && value !== '' ? value : otherwise
