/**
 * What is stored of a virtual machine, whatever the api-version: `Resource.body`.
 *
 * `properties` holds what the client said, completed with Azure's defaults, without secrets and without what the
 * service computes. `powerState` is desired state: a reconciler makes it so. The administrator's password is kept as a
 * hash and custom data as it was given, both beside the properties, so that no answer shows them.
 */
import type { Resource } from '../../domain/arm-resource/resource.js'
import { isJsonObject, type Json, type JsonObject, textAt } from '../../domain/json.js'

export type PowerState = 'running' | 'stopped' | 'deallocated'

export interface VmRecord {
  /** Lower-case GUID, the machine's own id (`properties.vmId`, `compute.vmId` in the metadata service). */
  readonly vmId: string
  readonly powerState: PowerState
  readonly properties: JsonObject
  /** Base64, shown only to `$expand=userData`. */
  readonly userData?: string
  /** Base64, for the machine itself; never shown. */
  readonly customData?: string
  /** As `Passwords.hash` made it; never shown (see `domain/compute/admin-credentials.ts`). */
  readonly adminPasswordHash?: string
  readonly zones?: Json
  readonly plan?: Json
  readonly extendedLocation?: Json
  /** Names that the service gave to disks; a machine shows them once it is created. */
  readonly generatedDisks: readonly string[]
}

/** @throws Error when the record is none: a defect of the store or of the caller. */
export function vmRecordOf(resource: Resource): VmRecord {
  const { vmId, powerState, properties, generatedDisks, zones, plan, extendedLocation } = resource.body
  const { userData, customData, adminPasswordHash } = resource.body
  if (typeof vmId !== 'string' || !isPowerState(powerState) || !isJsonObject(properties)) {
    throw new Error(`no virtual machine: ${resource.id}`)
  }
  return {
    vmId,
    powerState,
    properties,
    generatedDisks: Array.isArray(generatedDisks) ? generatedDisks.map(String) : [],
    ...(typeof userData === 'string' ? { userData } : {}),
    ...(typeof customData === 'string' ? { customData } : {}),
    ...(typeof adminPasswordHash === 'string' ? { adminPasswordHash } : {}),
    ...(zones === undefined ? {} : { zones }),
    ...(plan === undefined ? {} : { plan }),
    ...(extendedLocation === undefined ? {} : { extendedLocation }),
  }
}

export const toBody = (record: VmRecord): JsonObject => ({ ...record })

const isPowerState = (value: Json | undefined): value is PowerState =>
  value === 'running' || value === 'stopped' || value === 'deallocated'

export type OsType = 'Linux' | 'Windows'

export const osTypeOf = (properties: JsonObject): OsType =>
  textAt(properties, 'storageProfile', 'osDisk', 'osType') === 'Windows' ? 'Windows' : 'Linux'
