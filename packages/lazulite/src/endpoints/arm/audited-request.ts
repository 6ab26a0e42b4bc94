/** What the audit log keeps of a request and its end, for activity logs. */
import { isGuid } from '../../domain/guid.js'
import type { AuditedRequest } from '../../operations/access/audit-access.js'
import type { ArmResponse } from '../../providers/define.js'
import type { IncomingRequest } from './handle-request.js'

/** An answer's status, or a refusal. */
export type RequestEnd = Pick<AuditedRequest, 'status' | 'outcome' | 'code' | 'message' | 'operationId'>

/** Texts of refusals may quote whole bodies. */
const longestMessage = 1000
const longestClientId = 100

export function auditedRequest(
  { method, header, address }: IncomingRequest,
  { status, outcome, code, message, operationId }: RequestEnd,
): AuditedRequest {
  const clientRequestId = header('x-ms-client-request-id')?.slice(0, longestClientId)
  return {
    ...{ method, status },
    ...(outcome === undefined ? {} : { outcome }),
    ...(code === undefined ? {} : { code }),
    ...(message === undefined ? {} : { message: message.slice(0, longestMessage) }),
    ...(operationId === undefined ? {} : { operationId }),
    ...(clientRequestId === undefined ? {} : { clientRequestId }),
    ...(address === undefined ? {} : { address }),
  }
}

/** Work that goes on after the answer has a place to ask about it, whose last segment is the operation's id. */
export function operationIn(answer: ArmResponse): Pick<RequestEnd, 'operationId'> {
  const operationId = placesToAsk(answer)
    .flatMap((url) => (url.split('?')[0] ?? '').split('/').at(-1) ?? [])
    .find(isGuid)
  return operationId === undefined ? {} : { operationId }
}

export const saysWhereToAsk = (answer: ArmResponse): boolean => placesToAsk(answer).length > 0

function placesToAsk({ status, headers = {} }: ArmResponse): string[] {
  if (status !== 200 && status !== 201 && status !== 202) return []
  return Object.entries(headers)
    .filter(([name]) => /^(azure-asyncoperation|location)$/i.test(name))
    .map(([, url]) => url)
}
