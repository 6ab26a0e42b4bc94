/**
 * `{virtual machine}/providers/Microsoft.SerialConsole/serialPorts/0`: its `connect` answers the address of a websocket.
 *
 * Source: the REST specification of 2018-05-01 and the source of Azure CLI's serial-console extension, which opens
 * `{connectionString}?authorization={token}`. Decision: the address holds a ticket (see `terminal-tickets.ts`), so that the
 * token may be left out; machines of scale sets have a port as well; other ports than 0 do not exist.
 */
import type { Resource } from '../../domain/arm-resource/resource.js'
import { machineTypes } from '../../domain/compute/machine-types.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { textAt } from '../../domain/json.js'
import { parseResourceId } from '../../domain/resource-id/resource-id.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../define.js'

const action = (verb: string): string => `Microsoft.SerialConsole/serialPorts/${verb}`

/** @throws ArmError `NotFound`, `ResourceNotFound` */
async function machineOf({ target, ports }: ArmRequest): Promise<Resource> {
  const machine = await ports.store.read.resources.get(target.scope)
  const isMachine = machine !== undefined && machineTypes.some((type) => type === machine.type)
  if (!isMachine) {
    const { types, names, namespace, resourceGroup = '' } = parseResourceId(target.scope)
    const type = `${namespace ?? ''}/${types.join('/')}`
    throw new ArmError('ResourceNotFound', { type, name: names.join('/'), resourceGroup })
  }
  if (target.name !== '0' && target.name !== '') {
    throw new ArmError('NotFound', { detail: `The virtual machine has no serial port '${target.name}'; it has '0'.` })
  }
  return machine
}

const render = ({ id, provisioningState }: Resource) => ({
  id: `${id}/providers/Microsoft.SerialConsole/serialPorts/0`,
  name: '0',
  type: 'Microsoft.SerialConsole/serialPorts',
  properties: { state: provisioningState === 'Deleting' ? 'disabled' : 'enabled' },
})

async function connect(request: ArmRequest): Promise<ArmResponse> {
  const { ports, caller, origin } = request
  const machine = await machineOf(request)
  const vmId = textAt(machine.body, 'vmId')
  const state = textAt(machine.body, 'powerState') ?? 'unknown'
  if (vmId === undefined || state !== 'running' || machine.provisioningState === 'Deleting') {
    throw new ArmError('OperationNotAllowed', {
      detail: `The serial console requires the virtual machine '${machine.name}' to be running; it is ${state}. Start it first.`,
    })
  }
  if (ports.terminals === undefined) {
    throw new ArmError('NotImplemented', { what: 'POST Microsoft.SerialConsole/serialPorts/connect' })
  }
  const path = ports.terminals.admitToMachine(caller, { vmId, resourceId: machine.id })
  return { status: 200, body: { connectionString: `${origin.replace(/^http/, 'ws')}${path}` } }
}

export const serialPorts = defineResourceType({
  type: 'Microsoft.SerialConsole/serialPorts',
  apiVersions: ['2018-05-01'],
  scopes: ['extension'],
  get: { action: action('read'), run: async (request) => ({ status: 200, body: render(await machineOf(request)) }) },
  list: {
    action: action('read'),
    run: async (request) => ({ status: 200, body: { value: [render(await machineOf(request))] } }),
  },
  actions: { connect: { action: action('connect/action'), run: connect } },
})
