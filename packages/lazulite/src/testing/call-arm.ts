/** One request to Resource Manager, without a network. */
import type { FastifyInstance } from 'fastify'
import { armHost } from '../domain/public-names.js'

export interface TestResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  readonly body: any
  /** The body as it was written, for the order of members. */
  readonly text: string
}

export interface ArmCall {
  readonly method: string
  /** Path with query. */
  readonly url: string
  /** Sent as JSON; text as it is. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** `undefined`: no such header. */
  readonly authorization: string | undefined
}

export async function callArm(app: FastifyInstance, call: ArmCall): Promise<TestResponse> {
  const { method, url, body, headers, authorization } = call
  const response = await app.inject({
    method: method as 'GET', // light-my-request names each method; ours come from tables
    url,
    headers: {
      host: armHost,
      ...(authorization === undefined ? {} : { authorization }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = response.payload
  return {
    status: response.statusCode,
    headers: response.headers,
    body: text === '' ? undefined : response.json(),
    text,
  }
}
