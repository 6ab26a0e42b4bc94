/** The body of a resource: what is left when everything that only the deployment needs is taken away, evaluated. */
import { isJsonObject, type Json, type JsonObject, withoutNulls } from '../../json.js'
import type { NestedDeployment } from '../deployment-plan.js'
import type { EvaluationScope } from '../expression/evaluation-scope.js'
import { entriesOf, memberOf, objectOf } from '../expression/template-value.js'
import { isDeployment, nestedEvaluation } from './check-language.js'
import { type EvaluateText, expandJson } from './expand-json.js'
import { evaluateOuterTemplate } from './nested-template.js'
import { scopeOfId } from './resource-identity.js'
import type { ResourceInstance } from './resource-instances.js'

/** Members that never reach a provider, in lower case. */
const deploymentMembers: ReadonlySet<string> = new Set(
  [
    'apiVersion',
    'asserts',
    'comments',
    'condition',
    'copy',
    'dependsOn',
    'existing',
    'metadata',
    'name',
    'resourceGroup',
    'resources',
    'scope',
    'subscriptionId',
    'type',
  ].map((name) => name.toLowerCase()),
)

/** @throws what `evaluate` throws; ExpressionError */
export function resourceBody(raw: JsonObject, scope: EvaluationScope, evaluate: EvaluateText): JsonObject {
  const members = entriesOf(raw).filter(([name]) => !deploymentMembers.has(name.toLowerCase()))
  if (isDeployment(raw)) {
    return objectOf(
      members.map(([name, value]) => [
        name,
        name.toLowerCase() === 'properties'
          ? deploymentProperties(raw, value, scope, evaluate)
          : expandJson(value, scope, evaluate),
      ]),
    )
  }
  const body = expandJson(objectOf(members), scope, evaluate)
  return isJsonObject(body) ? withoutNulls(body) : {}
}

function deploymentProperties(raw: JsonObject, properties: Json, scope: EvaluationScope, evaluate: EvaluateText): Json {
  if (!isJsonObject(properties)) return properties
  return objectOf(
    entriesOf(properties).map(([name, value]) => {
      if (name.toLowerCase() !== 'template' || !isJsonObject(value)) return [name, expandJson(value, scope, evaluate)]
      return [name, nestedEvaluation(raw) === 'inner' ? value : evaluateOuterTemplate(value, scope, evaluate)]
    }),
  )
}

/** What the engine must know of a nested deployment before it runs; `preview` is the deployment's body. */
export function nestedDeployment(instance: ResourceInstance, preview: JsonObject): NestedDeployment | undefined {
  if (!isDeployment(instance.raw)) return undefined
  const scope = scopeOfId(instance.scope)
  const [, subscriptionId, , resourceGroup] = scope.id.split('/').filter(Boolean)
  const { properties, location } = preview
  const link = isJsonObject(properties) ? memberOf(properties, 'templateLink') : undefined
  return {
    evaluation: nestedEvaluation(instance.raw),
    scope,
    ...(scope.kind === 'managementGroup' ? { managementGroup: scope.id.split('/').at(-1) ?? '' } : {}),
    ...(scope.kind === 'subscription' || scope.kind === 'resourceGroup'
      ? { subscriptionId: subscriptionId ?? '' }
      : {}),
    ...(scope.kind === 'resourceGroup' ? { resourceGroup: resourceGroup ?? '' } : {}),
    ...(typeof location === 'string' ? { location } : {}),
    ...(isJsonObject(link) ? { templateLink: link } : {}),
  }
}
