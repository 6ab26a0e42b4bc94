/** The one place that turns answers and errors into ARM's wire format. Headers: as on real answers (recorded 2021–2025). */
import { ArmError } from '../../domain/errors/arm-error.js'
import type { Json } from '../../domain/json.js'
import type { EpochMillis } from '../../domain/time.js'
import type { ArmErrorBody } from '../../ports/arm-calls.js'
import type { ArmResponse } from '../../providers/define.js'

export interface AnswerFrame {
  readonly method: string
  readonly requestId: string
  readonly correlationId: string
  /** The client's id, echoed only when the client asks for it. */
  readonly clientRequestId: string | undefined
  readonly time: EpochMillis
}

export interface WireAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly payload: string
}

/** Where this cloud says that it stands; routing ids begin with it. */
const region = 'WESTUS2'

export function toWireAnswer(answer: ArmResponse, frame: AnswerFrame): WireAnswer {
  const payload = answer.body === undefined ? '' : JSON.stringify(answer.body)
  return {
    status: answer.status,
    headers: {
      'cache-control': 'no-cache',
      pragma: 'no-cache',
      expires: '-1',
      ...(answer.status === 204 ? {} : { 'content-length': String(Buffer.byteLength(payload)) }),
      ...(payload === '' ? {} : { 'content-type': 'application/json; charset=utf-8', vary: 'Accept-Encoding' }),
      ...remainingRequests(frame.method),
      'x-ms-request-id': frame.requestId,
      'x-ms-correlation-request-id': frame.correlationId,
      'x-ms-routing-request-id': `${region}:${compactTime(frame.time)}:${frame.correlationId}`,
      ...(frame.clientRequestId === undefined ? {} : { 'x-ms-client-request-id': frame.clientRequestId }),
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      ...answer.headers,
    },
    payload,
  }
}

export function toErrorAnswer(error: ArmError): ArmResponse {
  const headers = {
    ...(error.isFromProvider ? {} : { 'x-ms-failure-cause': 'gateway' }),
    ...(error.challenge === undefined ? {} : { 'www-authenticate': error.challenge }),
  }
  // A wrong verb is refused by ARM's web framework, before its own error envelope exists.
  if (error.status === 405) return { status: 405, body: { Message: error.message }, headers }
  return { status: error.status, body: { error: toErrorBody(error) }, headers }
}

export function toErrorBody(error: ArmError): ArmErrorBody {
  return {
    code: error.code,
    ...(error.target === undefined ? {} : { target: error.target }),
    message: error.message,
    ...(error.details === undefined ? {} : { details: error.details.map((detail): Json => ({ ...detail })) }),
    ...(error.additionalInfo === undefined ? {} : { additionalInfo: error.additionalInfo }),
  }
}

/** Anything that is not an ArmError is ours to explain in the log, not to the client. */
export const unexpectedError = (): ArmError => new ArmError('InternalServerError')

function remainingRequests(method: string): Record<string, string> {
  switch (method) {
    case 'GET':
    case 'HEAD':
      return { 'x-ms-ratelimit-remaining-subscription-reads': '11999' }
    case 'DELETE':
      return { 'x-ms-ratelimit-remaining-subscription-deletes': '14999' }
    default:
      return { 'x-ms-ratelimit-remaining-subscription-writes': '1199' }
  }
}

const compactTime = (time: EpochMillis): string =>
  `${new Date(time).toISOString().slice(0, 19).replaceAll('-', '').replaceAll(':', '')}Z`
