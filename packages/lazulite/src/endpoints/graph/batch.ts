/**
 * `POST /v1.0/$batch`: several requests in one, answered one by one in the order sent.
 *
 * Source: "Combine multiple HTTP requests using JSON batching": at most 20, ids unique, addresses relative to the
 * version; a request whose `dependsOn` failed is answered 424.
 */
import { GraphError } from '../../domain/errors/graph-error.js'
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.js'
import type { DirectoryCaller } from '../../operations/directory/directory-call.js'
import type { GraphAnswer } from './graph-request.js'
import type { IncomingGraphRequest } from './handle-request.js'

const mostRequests = 20

export const isBatchPath = (url: string): boolean => /^\/+(v1\.0|beta)\/+\$batch\/?(\?|$)/i.test(url)

interface BatchedRequest {
  readonly id: string
  readonly method: string
  readonly url: string
  readonly headers: JsonObject
  readonly body: Json | undefined
  readonly dependsOn: readonly string[]
}

/** Answers one request; errors are answers as well. */
export type AnswerOne = (
  incoming: IncomingGraphRequest,
  caller: DirectoryCaller,
) => Promise<Pick<GraphAnswer, 'status' | 'headers'> & { readonly body?: Json }>

/** @throws GraphError `BatchInvalid` */
export async function answerBatch(
  body: JsonObject,
  {
    incoming,
    caller,
    answerOne,
  }: { readonly incoming: IncomingGraphRequest; readonly caller: DirectoryCaller; readonly answerOne: AnswerOne },
): Promise<GraphAnswer> {
  const requests = readRequests(body)
  const version = /^\/+([^/]+)/.exec(incoming.url)?.[1] ?? 'v1.0'
  const statuses = new Map<string, number>()
  const responses: Json[] = []
  for (const request of requests) {
    const failed = request.dependsOn.some((id) => (statuses.get(id) ?? 424) >= 400)
    const answer = failed
      ? failedDependency
      : await answerOne(
          {
            method: request.method,
            url: `/${version}/${request.url.replace(/^\/+/, '')}`,
            header: (name) => headerIn(request.headers, name),
            rawBody: request.body === undefined ? undefined : JSON.stringify(request.body),
            origin: incoming.origin,
            correlationId: incoming.correlationId,
          },
          caller,
        )
    statuses.set(request.id, answer.status)
    responses.push({
      id: request.id,
      status: answer.status,
      headers: { 'Content-Type': 'application/json', ...answer.headers },
      ...(answer.body === undefined ? {} : { body: answer.body }),
    })
  }
  return { status: 200, body: { responses } }
}

const failedDependency: Awaited<ReturnType<AnswerOne>> = {
  status: 424,
  body: { error: { code: 'FailedDependency', message: 'A request that this one depends on has failed.' } }, // Decision
}

function readRequests({ requests }: JsonObject): readonly BatchedRequest[] {
  if (!Array.isArray(requests) || requests.length === 0 || requests.length > mostRequests) {
    throw invalid(`There must be between 1 and ${mostRequests} requests.`)
  }
  const ids = new Set<string>()
  return requests.map((request) => {
    const { id, method, url, headers, body, dependsOn } = isJsonObject(request) ? request : {}
    if (typeof id !== 'string' || typeof method !== 'string' || typeof url !== 'string') {
      throw invalid('Every request has an id, a method and a url.')
    }
    if (ids.has(id)) throw invalid(`The id '${id}' occurs more than once.`)
    const earlier = Array.isArray(dependsOn) ? dependsOn.filter((one) => typeof one === 'string') : []
    if (!earlier.every((one) => ids.has(one)))
      throw invalid(`The request '${id}' depends on one that does not precede it.`)
    ids.add(id)
    return {
      id,
      method: method.toUpperCase(),
      url,
      headers: isJsonObject(headers) ? headers : {},
      body,
      dependsOn: earlier,
    }
  })
}

const invalid = (reason: string): GraphError => new GraphError('BatchInvalid', { reason })

function headerIn(headers: JsonObject, name: string): string | undefined {
  const value = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
  return typeof value === 'string' ? value : undefined
}
