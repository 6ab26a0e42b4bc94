/**
 * Resource Manager as its own client: a deployment writes every resource through the door that clients use, as the
 * caller it works for, so that no rule of that door can be missing.
 */
import type { Json, JsonObject } from '../domain/json.js'
import type { Caller } from '../domain/token/caller.js'

export interface ArmCall {
  readonly caller: Caller
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE'
  /** Resource id, with what follows it for actions and views; no query. */
  readonly path: string
  readonly apiVersion: string
  readonly body?: Json
  /** That of the work the call belongs to. */
  readonly correlationId: string
}

/** Refusals are answers too: `status` 400 and above with ARM's error body. */
export interface ArmCallAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Json
}

/** An error as ARM writes it. */
export interface ArmErrorBody extends JsonObject {
  readonly code: string
  readonly message: string
}

export interface ArmRefusal {
  readonly status: number
  readonly error: ArmErrorBody
  /** A condition of the caller's role is in the way: another body might pass. */
  readonly dependsOnBody?: true
}

export interface ArmCalls {
  call(call: ArmCall): Promise<ArmCallAnswer>
  /**
   * Would the call pass the door: subscription, type, api-version, authorization? Nothing is looked at beyond that, and
   * nothing is done. Resolves to the refusal, `undefined` when there is none.
   */
  examine(call: ArmCall): Promise<ArmRefusal | undefined>
  /** The type's newest api-version that is no preview; `undefined` when this cloud lacks the type. */
  newestApiVersion(type: string): string | undefined
  /** Is it kept as a resource of its own, which lists of resources show? */
  isTracked(type: string): boolean
  /** {resourceType, locations, apiVersions} of a type, or {namespace, resourceTypes} of a provider; `undefined` when this cloud lacks it. */
  describeProvider(namespace: string, type: string | undefined): JsonObject | undefined
  /** What this cloud says about itself to clients that know it by Azure's public names. */
  readonly environment: JsonObject
}
