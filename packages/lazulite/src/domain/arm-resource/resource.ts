/** A resource as it is stored: once, in a neutral shape; providers render it per api-version. */
import type { ResourceIdentity } from '../identity/resource-identity.js'
import type { JsonObject } from '../json.js'
import type { EpochMillis } from '../time.js'

export type ProvisioningState = 'Creating' | 'Updating' | 'Deleting' | 'Succeeded' | 'Failed' | 'Canceled'

export interface Resource {
  /** As Azure prints it; keyed by `resourceKey(id)`. */
  readonly id: string
  /** Registered case, `Microsoft.Compute/virtualMachines`; groups are `Microsoft.Resources/resourceGroups`, subscriptions `Microsoft.Resources/subscriptions`. */
  readonly type: string
  readonly name: string
  readonly subscriptionId: string
  readonly resourceGroup?: string
  /** Normalised, `westus`. */
  readonly location?: string
  readonly tags?: Readonly<Record<string, string>>
  readonly identity?: ResourceIdentity
  readonly provisioningState: ProvisioningState
  /** What the provider keeps: `properties` and its own top-level members (sku, plan, zones …), api-version neutral. */
  readonly body: JsonObject
  readonly etag: string
  readonly createdAt: EpochMillis
  readonly changedAt: EpochMillis
}

/** A long-running operation that a client may poll. */
export interface ArmOperation {
  readonly operationId: string
  /** What is being done: `resourceGroupDeletion`, `virtualMachineWrite` … */
  readonly kind: string
  /** Id of the resource it works on. */
  readonly subject: string
  readonly subscriptionId: string
  readonly location: string
  readonly status: 'InProgress' | 'Succeeded' | 'Failed' | 'Canceled'
  readonly startedAt: EpochMillis
  readonly endedAt?: EpochMillis
  readonly error?: { readonly code: string; readonly message: string }
  /** What it has produced, for operations that answer with more than a status. */
  readonly output?: JsonObject
  /** For the event of its end; absent: nobody is told. */
  readonly begunBy?: OperationBeginning
}

/** The request that an operation began with. */
export interface OperationBeginning {
  /** The action that was checked, and where. */
  readonly action: string
  readonly scope: string
  readonly correlationId: string
  readonly caller: {
    readonly principalId: string
    readonly kind: 'user' | 'app'
    readonly clientName: string
    readonly clientId?: string
  }
  readonly request: { readonly method: string; readonly clientRequestId?: string; readonly address?: string }
}
