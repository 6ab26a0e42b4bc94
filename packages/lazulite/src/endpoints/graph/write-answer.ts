/** The one place that turns answers and errors into Microsoft Graph's wire format. Headers: as on real answers (2022–2025). */
import type { GraphError } from '../../domain/errors/graph-error.js'
import type { Json, JsonObject } from '../../domain/json.js'
import type { EpochMillis } from '../../domain/time.js'
import type { GraphAnswer } from './graph-request.js'

export interface AnswerFrame {
  readonly requestId: string
  /** The client's own, else the same. */
  readonly clientRequestId: string
  readonly time: EpochMillis
}

export interface WireAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly payload: string
}

const jsonType = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8'

/** Where this cloud says that it stands. */
const diagnostic = JSON.stringify({
  ServerInfo: { DataCenter: 'West US 2', Slice: 'E', Ring: '1', ScaleUnit: '000', RoleInstance: 'LAZULITE' },
})

export function toWireAnswer(answer: GraphAnswer, frame: AnswerFrame): WireAnswer {
  const { body } = answer
  const payload = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
  return {
    status: answer.status,
    headers: {
      'cache-control': 'no-cache',
      ...(answer.status === 204 ? {} : { 'content-length': String(Buffer.byteLength(payload)) }),
      ...(body === undefined ? {} : { 'content-type': typeof body === 'string' ? 'text/plain' : jsonType }),
      ...(body === undefined ? {} : { vary: 'Accept-Encoding', 'odata-version': '4.0' }),
      ...commonHeaders(frame),
      ...answer.headers,
    },
    payload,
  }
}

/** Whom a client without a token is sent to; the client id is Microsoft Graph's own (observed). */
const challenge =
  'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"'

export function toErrorAnswer(error: GraphError, frame: AnswerFrame): WireAnswer {
  const payload = JSON.stringify(errorBody(error, frame))
  return {
    status: error.status,
    headers: {
      'cache-control': 'no-cache',
      'content-length': String(Buffer.byteLength(payload)),
      'content-type': 'application/json',
      vary: 'Accept-Encoding',
      ...commonHeaders(frame),
      ...(error.status === 401 ? { 'www-authenticate': challenge } : {}),
    },
    payload,
  }
}

export const errorBody = (error: GraphError, frame: AnswerFrame): JsonObject => ({
  error: {
    code: error.code,
    message: error.message,
    ...(error.details.length === 0 ? {} : { details: error.details.map((detail): Json => ({ ...detail })) }),
    innerError: {
      date: new Date(frame.time).toISOString().slice(0, 19),
      'request-id': frame.requestId,
      'client-request-id': frame.clientRequestId,
    },
  },
})

const commonHeaders = (frame: AnswerFrame): Record<string, string> => ({
  'request-id': frame.requestId,
  'client-request-id': frame.clientRequestId,
  'strict-transport-security': 'max-age=31536000',
  'x-ms-ags-diagnostic': diagnostic,
  'x-ms-resource-unit': '1',
})
