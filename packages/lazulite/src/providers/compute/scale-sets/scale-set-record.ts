/**
 * What is stored of a scale set and of a Uniform set's instance, whatever the api-version: `Resource.body`.
 *
 * `properties` holds what the client said, completed with Azure's defaults, without secrets and without what the service
 * computes. A set's model has a number; an instance remembers the one that it was made or upgraded with.
 */
import type { Resource } from '../../../domain/arm-resource/resource.js'
import { isJsonObject, type Json, type JsonObject } from '../../../domain/json.js'

export interface ScaleSetRecord {
  /** Lower-case GUID, `properties.uniqueId`. */
  readonly uniqueId: string
  /** Grows with every change that instances may take over: profile, size, identities. */
  readonly modelVersion: number
  /** Number of the next instance; numbers are never used again. */
  readonly nextInstance: number
  /** `{ name, tier, capacity }`; absent for a Flexible set without a profile. */
  readonly sku?: JsonObject
  readonly properties: JsonObject
  readonly zones?: Json
  readonly plan?: Json
}

/** @throws Error when the record is none: a defect of the store or of the caller. */
export function scaleSetRecordOf({ id, body }: Pick<Resource, 'id' | 'body'>): ScaleSetRecord {
  const { uniqueId, modelVersion, nextInstance, sku, properties, zones, plan } = body
  if (
    typeof uniqueId !== 'string' ||
    typeof modelVersion !== 'number' ||
    typeof nextInstance !== 'number' ||
    !isJsonObject(properties)
  ) {
    throw new Error(`no scale set: ${id}`)
  }
  return {
    uniqueId,
    modelVersion,
    nextInstance,
    properties,
    ...(isJsonObject(sku) ? { sku } : {}),
    ...(zones === undefined ? {} : { zones }),
    ...(plan === undefined ? {} : { plan }),
  }
}

export const toScaleSetBody = (record: ScaleSetRecord): JsonObject => ({ ...record })

/** How many machines the set is to have. */
export function capacityOf({ sku }: ScaleSetRecord): number {
  const capacity = sku?.capacity
  return typeof capacity === 'number' ? capacity : 0
}

export const vmSizeOf = ({ sku }: ScaleSetRecord): string | undefined =>
  typeof sku?.name === 'string' ? sku.name : undefined
