/**
 * `POST …/deployments/{name}/exportTemplate`: the template as ARM understood it.
 *
 * Recorded 2020-10-01: comments are gone, types of parameters and outputs have a capital, members of parameters and
 * resources come in ARM's own order. Members that the recordings do not show keep their place behind the known ones.
 */
import { ArmError } from '../../../domain/errors/arm-error.js'
import { isJsonObject, type Json, type JsonObject, textAt } from '../../../domain/json.js'
import { contentBody, contentId } from '../../../operations/deployments/deployment-record.js'
import type { ArmRequest, ArmResponse } from '../../define.js'
import { requireDeployment } from './find-deployment.js'

export async function exportDeployment(request: ArmRequest): Promise<ArmResponse> {
  const deployment = await requireDeployment(request)
  const content = await request.ports.store.read.resources.get(contentId(deployment.id))
  // Written and deleted in one transaction with the deployment.
  if (content === undefined) throw new ArmError('DeploymentNotFound', { name: deployment.name })
  return { status: 200, body: { template: asUnderstood(contentBody(content).template) } }
}

const typeNames = ['String', 'SecureString', 'Int', 'Bool', 'Object', 'SecureObject', 'Array']
const parameterOrder = [
  'defaultValue',
  'allowedValues',
  'minValue',
  'maxValue',
  'minLength',
  'maxLength',
  'type',
  'metadata',
]
const resourceOrder = [
  'condition', 'copy', 'type', 'apiVersion', 'name', 'location', 'tags', 'dependsOn', 'scope', 'comments', 'sku', 'kind',
  'plan', 'zones', 'identity', 'properties', 'resources',
] // biome-ignore format: a list of names

export function asUnderstood(template: JsonObject): JsonObject {
  const { parameters, outputs, resources } = template
  return {
    ...template,
    ...(isJsonObject(parameters)
      ? { parameters: mapMembers(parameters, (one) => ordered(typed(one), parameterOrder)) }
      : {}),
    ...(Array.isArray(resources)
      ? { resources: resources.map((one: Json) => (isJsonObject(one) ? ordered(one, resourceOrder) : one)) }
      : {}),
    ...(isJsonObject(outputs) ? { outputs: mapMembers(outputs, typed) } : {}),
  }
}

const mapMembers = (members: JsonObject, change: (one: JsonObject) => JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(members).map(([name, one]) => [name, isJsonObject(one) ? change(one) : one]))

function typed(declaration: JsonObject): JsonObject {
  const type = textAt(declaration, 'type')
  const known = typeNames.find((name) => name.toLowerCase() === type?.toLowerCase())
  return known === undefined ? declaration : { ...declaration, type: known }
}

function ordered(members: JsonObject, order: readonly string[]): JsonObject {
  const rank = (name: string): number => {
    const place = order.indexOf(name)
    return place === -1 ? order.length : place
  }
  return Object.fromEntries(Object.entries(members).sort(([a], [b]) => rank(a) - rank(b)))
}
