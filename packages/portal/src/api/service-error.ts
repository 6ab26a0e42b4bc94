/**
 * What a service said when it refused: its own code and words, never ours, and what is needed to look into it.
 *
 * Shapes: ARM and Graph `{error: {code, message, details?}}`, some ARM answers without the envelope, OData `odata.error`.
 */

export interface ServiceErrorFacts {
  readonly code: string
  readonly message: string
  /** HTTP status; 0 when the service was not reached. */
  readonly status: number
  readonly request: { readonly method: string; readonly url: string }
  readonly correlationId?: string
  readonly details?: readonly { readonly code: string; readonly message: string }[]
}

export class ServiceError extends Error {
  override readonly name = 'ServiceError'
  readonly facts: ServiceErrorFacts
  constructor(facts: ServiceErrorFacts, options?: ErrorOptions) {
    super(facts.message, options)
    this.facts = facts
  }
}

interface ErrorBody {
  readonly code?: unknown
  readonly message?: unknown
  readonly details?: unknown
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** @param body as parsed, or the text that was no JSON */
export function readServiceError(
  body: unknown,
  answer: Pick<ServiceErrorFacts, 'status' | 'request'> & { readonly correlationId?: string | undefined },
): ServiceError {
  const envelope = isRecord(body) ? (body.error ?? body['odata.error'] ?? body) : undefined
  const error: ErrorBody = isRecord(envelope) ? envelope : {}
  const { status, request, correlationId } = answer
  return new ServiceError({
    code: typeof error.code === 'string' ? error.code : `HTTP ${status}`,
    message: typeof error.message === 'string' ? error.message : String(body ?? '').slice(0, 500),
    ...{ status, request },
    ...(correlationId === undefined ? {} : { correlationId }),
    ...readDetails(error.details),
  })
}

function readDetails(details: unknown): Pick<ServiceErrorFacts, 'details'> {
  if (!Array.isArray(details)) return {}
  const read = details
    .filter(isRecord)
    .map(({ code, message }) => ({ code: String(code ?? ''), message: String(message ?? '') }))
  return read.length === 0 ? {} : { details: read }
}

/** What was refused, in the terms of access control. */
export interface RefusedAccess {
  readonly principalId: string
  readonly action: string
  readonly scope: string
}

/** Reads ARM's sentence of a 403; `undefined` for any other error. */
export function refusedAccessOf(error: unknown): RefusedAccess | undefined {
  if (!(error instanceof ServiceError)) return undefined
  const found =
    /with object id '([^']+)' (?:does not have authorization|has permission) to perform action '([^']+)'(?:[^']|'(?!\/))*? scope '([^']+)'/.exec(
      error.facts.message,
    )
  const [, principalId, action, scope] = found ?? []
  if (principalId === undefined || action === undefined || scope === undefined) return undefined
  return { principalId, action, scope }
}

/** Everything a person may want to paste into a ticket; holds nothing secret. */
export function describeForCopy(error: unknown): string {
  if (!(error instanceof ServiceError))
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  const { code, message, status, request, correlationId, details = [] } = error.facts
  return [
    `${code} (${status})`,
    message,
    ...details.map((detail) => `- ${detail.code}: ${detail.message}`),
    `${request.method} ${request.url}`,
    ...(correlationId === undefined ? [] : [`correlation id ${correlationId}`]),
  ].join('\n')
}
