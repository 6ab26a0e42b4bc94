/** GET of one virtual machine, its instance view, and lists. */

import type { Resource } from '../../domain/arm-resource/resource.js'
import { virtualMachineType } from '../../domain/compute/machine-types.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { type JsonObject, textAt } from '../../domain/json.js'
import { requireResource } from '../../operations/require-resource.js'
import type { ArmRequest, ArmResponse } from '../define.js'
import { instanceViewOf, statusesOf } from './instance-view.js'
import { listExtensionsOf } from './render-extension.js'
import { renderVirtualMachine } from './render-virtual-machine.js'
import { vmAction, vmAnswer } from './vm-access.js'
import { vmRecordOf } from './vm-record.js'

export async function getVirtualMachine(request: ArmRequest): Promise<ArmResponse> {
  const resource = await requireResource(request.ports.store.read, request.target)
  return vmAnswer(request, resource, { status: 200, expand: readExpand(request) })
}

export async function getInstanceView(request: ArmRequest): Promise<ArmResponse> {
  const resource = await requireResource(request.ports.store.read, request.target)
  return { status: 200, body: instanceViewOf(resource, request.apiVersion) }
}

export async function listVirtualMachines(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target, query, apiVersion, caller } = request
  const matches = readFilter(query.get('$filter'))
  const all = await ports.store.read.resources.list({ scope: target.scope, type: virtualMachineType })
  const readable = await request.onlyReadable(all.filter(matches), vmAction('read'), ({ id }) => id)
  const expand = readExpand(request)
  const extensions = await listExtensionsOf(ports.store.read, target.scope)
  const idsOf = ({ id }: Resource): readonly JsonObject[] =>
    extensions
      .filter((extension) => extension.id.toLowerCase().startsWith(`${id.toLowerCase()}/`))
      .map((extension) => ({ id: extension.id }))
  const render = (resource: Resource): JsonObject =>
    query.get('statusonly')?.toLowerCase() === 'true'
      ? renderStatus(resource)
      : renderVirtualMachine(resource, {
          apiVersion,
          tenantId: caller.tenantId,
          resources: idsOf(resource),
          ...expand,
        })
  return { status: 200, body: { value: readable.map(render) } }
}

/** @throws ArmError `InvalidParameter` for what is no expansion of a machine */
function readExpand({ query }: ArmRequest): { instanceView: boolean; userData: boolean } {
  const asked = (query.get('$expand') ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  if (asked.some((name) => name !== 'instanceview' && name !== 'userdata')) {
    throw new ArmError(
      'InvalidParameter',
      { detail: `The value of parameter $expand is invalid.` },
      { target: '$expand' },
    )
  }
  return { instanceView: asked.includes('instanceview'), userData: asked.includes('userdata') }
}

/** The one filter that Compute knows: machines of a scale set. @throws ArmError `InvalidFilterInQueryString` */
function readFilter(filter: string | undefined): (resource: Resource) => boolean {
  if (filter === undefined || filter.trim() === '') return () => true
  const scaleSet = /^\s*'?virtualMachineScaleSet\/id'?\s+eq\s+'([^']*)'\s*$/i.exec(filter)?.[1]
  if (scaleSet === undefined) throw new ArmError('InvalidFilterInQueryString', { filter })
  return (resource) =>
    textAt(vmRecordOf(resource).properties, 'virtualMachineScaleSet', 'id')?.toLowerCase() === scaleSet.toLowerCase()
}

/** `statusOnly=true`: what dashboards poll, without configuration. */
const renderStatus = (resource: Resource): JsonObject => ({
  name: resource.name,
  id: resource.id,
  type: resource.type,
  location: resource.location,
  properties: {
    vmId: vmRecordOf(resource).vmId,
    provisioningState: resource.provisioningState,
    instanceView: { statuses: statusesOf(resource) },
  },
})
