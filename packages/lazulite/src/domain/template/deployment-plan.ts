/**
 * What goes into the planning of a deployment and what comes out of it: the contract between the template language
 * and the engine that carries a plan out.
 *
 * Planning is synchronous and complete: parameters, variables, names, conditions, loops and dependencies are settled.
 * Only `reference()` and `list*()` wait for the deployment to run; they reach the engine through a `TemplateRuntime`.
 * Source: Azure Resource Manager template documentation (syntax, functions, copy, conditions, linked templates).
 */
import type { Json, JsonObject } from '../json.js'
import type { EpochMillis } from '../time.js'
import type { TextPosition } from './template-error.js'

export type DeploymentScopeKind = 'resourceGroup' | 'subscription' | 'managementGroup' | 'tenant'

export interface DeploymentScope {
  readonly kind: DeploymentScopeKind
  /** `/subscriptions/{s}/resourceGroups/{rg}`, `/subscriptions/{s}`, `/providers/Microsoft.Management/managementGroups/{mg}` or `/`. */
  readonly id: string
}

export type DeploymentMode = 'Incremental' | 'Complete'

export interface PlanInput {
  readonly template: JsonObject
  /** As the request gives them: `{name: {value}}` or `{name: {reference}}`. */
  readonly parameters: Readonly<Record<string, Json | undefined>>
  readonly deploymentName: string
  /** The deployment's own location; above group scope only. */
  readonly location?: string
  readonly mode: DeploymentMode
  readonly scope: DeploymentScope
  /** What `resourceGroup()` answers: {id, name, type, location, tags?, managedBy?, properties:{provisioningState}}. Group scope only. */
  readonly resourceGroup?: JsonObject
  /** What `subscription()` answers: {id, subscriptionId, tenantId, displayName}. Group and subscription scope. */
  readonly subscription?: JsonObject
  /** What `tenant()` answers: {id, tenantId, countryCode, displayName}. */
  readonly tenant: JsonObject
  /** What `managementGroup()` answers. Management group scope only. */
  readonly managementGroup?: JsonObject
  /** What `environment()` answers: the cloud's metadata. */
  readonly environment: JsonObject
  /** What `deployer()` answers: {objectId, tenantId, userPrincipalName?}. */
  readonly deployer: JsonObject
  /** Instant of `utcNow()`. */
  readonly now: EpochMillis
  /** Source of `newGuid()`; called once per use. */
  readonly newGuid: () => string
  /** The `templateLink` of the request, for `deployment()`. */
  readonly templateLink?: JsonObject
  /** Position in the request's text by path from its root, `properties.template.resources[1].type`. */
  readonly positionOf?: (path: string) => TextPosition | undefined
  /** What `providers(namespace, [type])` and `pickZones()` know; `undefined` = no such provider or type. For a type: {resourceType, locations, apiVersions, zoneMappings?}. */
  readonly providers: (namespace: string, type: string | undefined) => Json | undefined
  /** Value of a secret that a parameter names by `{reference:{keyVault:{id}, secretName, secretVersion?}}`; absent = NotImplemented by name. */
  readonly secretOf?: (reference: JsonObject) => string | undefined
}

export interface DeploymentPlan {
  /** The deployment object's `properties.parameters`: {name: {type: 'String', value}}; secure types without `value`. */
  readonly parameters: JsonObject
  /** Unsigned 64-bit decimal; the same template gives the same hash, whatever the parameters. */
  readonly templateHash: string
  /** In the order of the template; loops are expanded, resources whose condition is false are left out. */
  readonly resources: readonly PlannedResource[]
  /** Resources whose condition is false: named by nothing, deployed by nobody. */
  readonly skipped: readonly { readonly id: string; readonly type: string; readonly name: string }[]
  /** The deployment object's `properties.providers`. */
  readonly providers: readonly JsonObject[]
  /** The deployment object's `properties.dependencies`. */
  readonly dependencies: readonly JsonObject[]
  /** Does the template declare outputs (so that the engine shows `outputs` after success)? */
  readonly hasOutputs: boolean
  /**
   * The deployment object's `properties.outputs`, {name: {type: 'String', value}}; secure outputs without `value`.
   * @throws TemplateError `DeploymentOutputEvaluationFailed`
   */
  outputs(runtime: TemplateRuntime): Promise<JsonObject>
}

export interface PlannedResource {
  /** Unique in the plan: the resource id in lower case. */
  readonly key: string
  /** Id in the template's spelling. Keys of `dependsOn` are keys of other planned resources. */
  readonly id: string
  /** `Microsoft.Network/virtualNetworks/subnets` */
  readonly type: string
  /** `vnet1/subnet1` */
  readonly name: string
  readonly apiVersion: string
  readonly symbolicName?: string
  /** Scope the resource is created at: a group, a subscription, … or, for extension resources, the id of the extended resource. */
  readonly scope: string
  readonly location?: string
  /** Keys; explicit ones and those through `reference()`/`list*()`; serial loops included. Only keys present in `resources`. */
  readonly dependsOn: readonly string[]
  /** Read, not written (`existing: true`); `evaluate` then gives an empty object. */
  readonly isExisting: boolean
  /** Name, index and length of the copy loop it came from. */
  readonly copy?: { readonly name: string; readonly index: number; readonly count: number }
  /** Present for `Microsoft.Resources/deployments`. */
  readonly nested?: NestedDeployment
  /** `properties.template.resources[1]` of the request's text, for errors about this resource. */
  readonly path: string
  /**
   * The body to PUT: type, apiVersion, name, dependsOn, condition, copy, comments, scope, existing, resourceGroup, subscriptionId
   * and child resources removed; nulls treated as absent. For a nested deployment it is that deployment's request body.
   * @throws TemplateError `InvalidTemplate`: "Unable to process template language expressions for resource …"; what `runtime` throws passes through.
   */
  evaluate(runtime: TemplateRuntime): Promise<JsonObject>
  /** The same body without running anything: what waits for `reference()`/`list*()` stays as expression text (what-if shows it so). */
  readonly preview: JsonObject
}

/** A deployment inside a deployment: a record and a plan of its own, at its own scope. */
export interface NestedDeployment {
  /** `inner`: its expressions are its own. `outer`: the parent's; `evaluate` has then already replaced them in `properties.template`. */
  readonly evaluation: 'inner' | 'outer'
  /** Where it deploys to; the deployment object lives there too. */
  readonly scope: DeploymentScope
  readonly subscriptionId?: string
  readonly resourceGroup?: string
  readonly managementGroup?: string
  readonly location?: string
  /** {uri | id, contentVersion?, relativePath?, queryString?} when the template is linked; the engine fetches it. */
  readonly templateLink?: JsonObject
}

/** What only a running deployment knows. Called lazily: an expression not needed is not asked for; each question once per evaluation. */
export interface TemplateRuntime {
  /**
   * @param id a full resource id; of a resource of the same template in that resource's spelling
   * @param apiVersion as given, else the template resource's own
   * @param full `true`: the whole reference object (see `full-reference.ts`); `false`: only its `properties`
   */
  reference(id: string, apiVersion: string, full: boolean): Promise<Json>
  /** `POST {id}/{functionName}?api-version=`; the answer's body. `functionName` keeps the template's spelling (`listKeys`). */
  list(functionName: string, id: string, apiVersion: string, body: Json | undefined): Promise<Json>
}
