/** Request bodies: bounded, JSON objects; what Azure answers when they are not. */
import { ArmError } from '../../domain/errors/arm-error.js'
import { isJsonObject, isWithinDepth, type JsonObject } from '../../domain/json.js'
import type { IncomingRequest } from './handle-request.js'

/** @throws ArmError `InvalidRequestContent`, `UnsupportedMediaType` */
export function parseBody(incoming: IncomingRequest, method: string): JsonObject | undefined {
  if (method === 'GET' || method === 'HEAD' || method === 'DELETE') return undefined
  const needsBody = method === 'PUT' || method === 'PATCH'
  if (incoming.rawBody === undefined || incoming.rawBody.length === 0) {
    if (needsBody) throw new ArmError('InvalidRequestContent', { detail: 'The request has no content' })
    return undefined
  }
  requireJsonMediaType(incoming)
  const value = parseJson(incoming.rawBody)
  if (!isWithinDepth(value, deepest))
    throw new ArmError('InvalidRequestContent', { detail: 'The content is nested too deeply' })
  if (isJsonObject(value)) return value as JsonObject // JSON.parse yields JSON
  if (value === null && !needsBody) return undefined
  throw new ArmError('InvalidRequestContent', { detail: 'The content must be a JSON object' })
}

/** The body of an operation that reads it by itself. @throws ArmError `InvalidRequestContent`, `UnsupportedMediaType` */
export function readText(incoming: IncomingRequest): string {
  if (incoming.rawBody === undefined || incoming.rawBody.length === 0) {
    throw new ArmError('InvalidRequestContent', { detail: 'The request has no content' })
  }
  requireJsonMediaType(incoming)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(incoming.rawBody)
  } catch (cause) {
    throw new ArmError('InvalidRequestContent', { detail: 'The content is not valid UTF-8' }, { cause })
  }
}

function requireJsonMediaType(incoming: IncomingRequest): void {
  const mediaType = (incoming.header('content-type') ?? 'application/json').split(';')[0]?.trim().toLowerCase() ?? ''
  if (mediaType !== 'application/json' && mediaType !== 'text/json')
    throw new ArmError('UnsupportedMediaType', { mediaType })
}

/** Deeper content is refused before anything walks through it. Decision: the limit of Newtonsoft.Json, which Azure's services use. */
const deepest = 64

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    // The engine's message quotes the content, which may hold a password: only its position goes out.
    const position =
      cause instanceof Error ? /position \d+( \(line \d+ column \d+\))?/.exec(cause.message)?.[0] : undefined
    const where = position === undefined ? '' : ` at ${position}`
    throw new ArmError('InvalidRequestContent', { detail: `The content is not valid JSON${where}` }, { cause })
  }
}
