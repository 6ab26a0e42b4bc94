/** What differs between the types of Microsoft.Network; everything else is the same for all (`network-resource.ts`). */
import type { Resource } from '../../domain/arm-resource/resource.js'
import type { JsonObject } from '../../domain/json.js'
import type { ReferenceIndex } from '../../domain/network/references.js'
import type { Ports } from '../../ports/ports.js'
import type { NetworkWorld } from './world.js'

/** What a new or changed resource is planned from. */
export interface Plan {
  readonly id: string
  readonly name: string
  readonly location: string
  /** The client's properties, without nulls and without what the service computes. */
  readonly said: JsonObject
  /** The client's top-level members: `sku`, `zones` … */
  readonly body: JsonObject
  readonly existing: Resource | undefined
  /** All network resources, this one left out. */
  readonly world: NetworkWorld
  readonly ids: Ports['ids']
}

export interface View {
  readonly apiVersion: string
  readonly references: ReferenceIndex
  /** State that the answer shows, of the resource and its children alike. */
  readonly provisioningState: string
}

export interface NetworkKind {
  /** `Microsoft.Network/virtualNetworks` */
  readonly type: string
  /** Members of `properties` that hold named children, each with an id of its own. */
  readonly children: readonly string[]
  /** Members of `properties`, and of children's, that the service computes. */
  readonly computed: readonly string[]
  /** Services that do their work while the client waits say so at once (recorded: network interfaces). */
  readonly isSettledAtOnce?: true
  /**
   * Completes and checks; what is returned is stored as `body`.
   * @throws ArmError in the words of Microsoft.Network
   */
  readonly plan: (plan: Plan) => JsonObject
  /** `properties` as the version shows them, `provisioningState` and `resourceGuid` first. */
  readonly renderProperties: (resource: Resource, view: View) => JsonObject
  /** Members behind `properties` (`sku`). */
  readonly renderTop?: (resource: Resource, view: View) => JsonObject
  /** Types whose answers name their type before `location` rather than at the end (recorded: networks, security groups). */
  readonly typeFirst?: true
  /** Throws while somebody refers to the resource or its children. */
  readonly refuseDeletion: (resource: Resource, references: ReferenceIndex) => void
  /** Actions that a caller needs on what this type's members refer to, by the referred type in lower case. */
  readonly joins: Readonly<Record<string, string>>
}
