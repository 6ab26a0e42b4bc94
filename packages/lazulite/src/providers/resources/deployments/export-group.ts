/** `POST {group}/exportTemplate`: the group's resources, those that the caller may read, as a template. */
import { ArmError } from '../../../domain/errors/arm-error.js'
import { isJsonObject, type Json, textAt } from '../../../domain/json.js'
import { isSameResource, isWithinScope } from '../../../domain/resource-id/resource-id.js'
import {
  type ExportedResource,
  exportResources,
  parseExportOptions,
} from '../../../operations/deployments/export-resources.js'
import { writablePart } from '../../../operations/deployments/writable-part.js'
import type { ArmRequest, ArmResponse } from '../../define.js'

export async function exportGroup(request: ArmRequest): Promise<ArmResponse> {
  const { body = {} } = request
  const format = textAt(body, 'outputFormat')
  if (format !== undefined && format.toLowerCase() !== 'json') {
    throw new ArmError('NotImplemented', { what: `outputFormat '${format}' of exportTemplate` })
  }
  const wanted = requireWanted(body.resources)
  const resources = await readResources(request, wanted)
  return { status: 200, body: { template: exportResources(resources, parseExportOptions(textAt(body, 'options'))) } }
}

function requireWanted(resources: Json | undefined): readonly string[] {
  const isList = Array.isArray(resources) && resources.every((item: Json) => typeof item === 'string')
  // Decision: the text
  if (!isList) throw new ArmError('InvalidRequestContent', { detail: "The 'resources' property must be a list of ids" })
  return resources.map(String)
}

async function readResources(request: ArmRequest, wanted: readonly string[]): Promise<ExportedResource[]> {
  const { ports, target, arm, caller, correlationId } = request
  const inGroup = await ports.store.read.resources.list({ scope: target.id })
  const takesAll = wanted.includes('*')
  for (const id of takesAll ? [] : wanted) requireInside(id, target.id, inGroup)
  const exported: ExportedResource[] = []
  for (const { id, type } of inGroup) {
    const isWanted = takesAll || wanted.some((one) => isSameResource(one, id))
    if (!isWanted || !arm.isTracked(type)) continue
    const apiVersion = arm.newestApiVersion(type) ?? ''
    const { status, body } = await arm.call({ caller, correlationId, method: 'GET', path: id, apiVersion })
    if (status === 200 && isJsonObject(body)) exported.push({ id, type, apiVersion, body: writablePart(body, type) })
  }
  return exported
}

function requireInside(id: string, group: string, inGroup: readonly { readonly id: string }[]): void {
  if (isWithinScope(id, group) && inGroup.some((one) => isSameResource(one.id, id))) return
  const [type = '', name = ''] = id.split('/').slice(-2)
  throw new ArmError('ResourceNotFound', { type, name, resourceGroup: group.split('/').at(-1) ?? '' })
}
