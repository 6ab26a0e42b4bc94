/**
 * How a resource provider declares itself. One folder per provider, one line in `index.ts`.
 *
 * What a declaration gets for nothing from the ARM endpoint, in this order: authentication, id parsing with
 * Azure's case rules, subscription and api-version checks, authorization by the declared action, existence of
 * group and parent, JSON parsing, error bodies, headers, activity events. An operation without an action does not type-check.
 */
import type { Resource } from '../domain/arm-resource/resource.js'
import type { Attributes } from '../domain/conditions/attributes.js'
import type { Json, JsonObject } from '../domain/json.js'
import type { AccessDecision, AccessQuestion } from '../domain/rbac/decision.js'
import type { Caller } from '../domain/token/caller.js'
import type { ArmCalls } from '../ports/arm-calls.js'
import type { Ports } from '../ports/ports.js'
import type { ReadStores } from '../ports/store.js'

/** Dated versions, `2021-04-01` or `2015-08-31-preview`. A type accepts those it lists, compared without case. */
export type ApiVersions = readonly string[]

/** What a request is about, parsed from its path. Names keep the URL's case; `type` is in registered case. */
export interface ArmTarget {
  /** Full type, `Microsoft.Compute/virtualMachines`. */
  readonly type: string
  /** Names, outermost first: one per type segment for a resource, one fewer for a collection. */
  readonly names: readonly string[]
  /** Last name; '' for a collection. */
  readonly name: string
  /** Id of the resource, as asked but with registered case for keywords; for a collection the scope or parent it is asked under. */
  readonly id: string
  /** What the type's own segment hangs under: subscription, group or (extension types) any resource; '/' for the tenant. */
  readonly scope: string
  readonly subscriptionId?: string
  readonly resourceGroup?: string
}

export interface ArmRequest {
  readonly method: string
  readonly target: ArmTarget
  readonly apiVersion: string
  /** Query values by lower-case name (`$filter`, `$expand` …), api-version left out. */
  readonly query: ReadonlyMap<string, string>
  /** Parsed body: an object for PUT and PATCH; `undefined` when none was sent (POST, GET, DELETE). */
  readonly body: JsonObject | undefined
  /** The body as it was sent, for an operation that `takesText`; '' for all others. */
  readonly text: string
  readonly ifMatch?: string
  readonly ifNoneMatch?: string
  readonly caller: Caller
  /** `https://host[:port]` as the client addressed us: for `Location`, `Azure-AsyncOperation`, `nextLink`. */
  readonly origin: string
  /** `x-ms-request-id` of this call. */
  readonly requestId: string
  /** `x-ms-correlation-request-id`: the client's, or that of the deployment that makes this call. */
  readonly correlationId: string
  readonly ports: Ports
  /** Further calls to Resource Manager, checked as the caller's own. */
  readonly arm: ArmCalls
  /** May the caller also …? For linked access and for filtering lists. */
  readonly check: (question: AccessQuestion) => Promise<AccessDecision>
  /** Keeps the items of a list that the caller may read. `scopeOf` gives each item's scope. */
  readonly onlyReadable: <T>(items: readonly T[], action: string, scopeOf: (item: T) => string) => Promise<T[]>
}

export interface ArmResponse {
  readonly status: number
  /** Absent: no body at all. */
  readonly body?: Json
  readonly headers?: Readonly<Record<string, string>>
}

export interface Operation {
  /** The RBAC action that is checked, on the target's id (for a list: on the scope it is asked under). */
  readonly action: string
  readonly run: (request: ArmRequest) => Promise<ArmResponse>
  /** What conditions may ask about this request: read before the action is checked, so the body may be anything. */
  readonly attributes?: (request: ArmRequest) => Promise<Attributes>
  /** The body need not be JSON: `run` gets it as `text` and reads it by itself. */
  readonly takesText?: true
  /**
   * Lists set this: a caller without the action on the whole scope still gets in when something below it
   * grants the action, and `run` shows only what `onlyReadable` lets through.
   */
  readonly filtersItself?: true
  /**
   * No check at all: tenants and subscriptions lists answer every authenticated caller with what it may see.
   * `atTenant`: at the tenant root only, where `run` shows what `onlyReadable` lets through.
   */
  readonly openToAnyone?: true | 'atTenant'
  /** Where the action is checked, when that is not what the request is about. */
  readonly checkedAt?: (request: ArmRequest) => string
  /** A PUT or PATCH that says everything in its path: it may come without content. */
  readonly mayLackBody?: true
}

export interface ResourceTypeDefinition {
  /** Full type in registered case, `Microsoft.Compute/virtualMachines/extensions`. */
  readonly type: string
  readonly apiVersions: ApiVersions
  /** Where the type may hang: under a group (the usual case), a subscription, the tenant root, or any resource and scope. */
  readonly scopes: readonly ('tenant' | 'subscription' | 'resourceGroup' | 'extension')[]
  /** Scopes at which Azure has the type and Lazulite does not: answered NotImplemented, with this name. */
  readonly missingScopes?: readonly { readonly pattern: RegExp; readonly name: string }[]
  /** What `GET /providers` says of the type. */
  readonly capabilities?: string
  /** Locations in which the type exists; absent: everywhere the cloud has a region. 'global' types have none. */
  readonly isGlobal?: boolean
  /** Operations on one resource. */
  readonly get?: Operation
  readonly head?: Operation
  readonly put?: Operation
  readonly patch?: Operation
  readonly delete?: Operation
  /** POST actions on one resource, by lower-case name (`start`). */
  readonly actions?: Readonly<Record<string, Operation>>
  /** GET sub-paths that are not child types, by lower-case name (`instanceview`). */
  readonly views?: Readonly<Record<string, Operation>>
  /** Operations on the collection. */
  readonly list?: Operation
  /** POST actions on the collection, by lower-case name. */
  readonly collectionActions?: Readonly<Record<string, Operation>>
  /** POST on the type itself, where the type is a verb (`calculateTemplateHash`). */
  readonly post?: Operation
  /** Kept in the resource store: generic lists show it, tags apply to it, children and extensions need it to exist. */
  readonly tracked?: true
  /** Types kept inside their parent's record say by this whether one is there, so that extensions need it to exist. */
  readonly exists?: (stores: Pick<ReadStores, 'resources'>, id: string) => Promise<boolean>
  /** What generic lists (`/resources`) print beyond id, name, type, location and tags: sku, kind, plan, zones, managedBy. */
  readonly summarise?: (resource: Resource) => JsonObject
}

export interface ProviderDefinition {
  /** `Microsoft.Compute` */
  readonly namespace: string
  readonly registrationPolicy: 'RegistrationRequired' | 'RegistrationFree'
  readonly types: readonly ResourceTypeDefinition[]
}

export const defineResourceType = (definition: ResourceTypeDefinition): ResourceTypeDefinition => definition
export const defineProvider = (definition: ProviderDefinition): ProviderDefinition => definition
