/** `Microsoft.Compute/virtualMachines`. Actions and statuses: the public specification of 2024-03-01. */
import { virtualMachineType } from '../../domain/compute/machine-types.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import type { JsonObject } from '../../domain/json.js'
import { requireResource } from '../../operations/require-resource.js'
import { defineResourceType, type Operation } from '../define.js'
import { computeApiVersions } from './api-versions.js'
import { deleteVirtualMachine } from './delete-virtual-machine.js'
import { powerActions } from './power-actions.js'
import { getInstanceView, getVirtualMachine, listVirtualMachines } from './read-virtual-machine.js'
import { runCommand } from './run-command.js'
import { vmAction } from './vm-access.js'
import { vmRecordOf } from './vm-record.js'
import { vmSizesAnswer } from './vm-sizes.js'
import { patchVirtualMachine, putVirtualMachine } from './write-virtual-machine.js'

/** Actions that Azure has and Lazulite lacks. */
const missingActions = [
  'assessPatches',
  'attachDetachDataDisks',
  'capture',
  'convertToManagedDisks',
  'generalize',
  'installPatches',
  'migrateToVMScaleSet',
  'performMaintenance',
  'reimage',
  'retrieveBootDiagnosticsData',
  'simulateEviction',
]

const missing = (name: string): Operation => ({
  action: vmAction(`${name}/action`),
  async run() {
    throw new ArmError('NotImplemented', { what: `POST ${virtualMachineType}/${name}` })
  },
})

export const virtualMachines = defineResourceType({
  type: virtualMachineType,
  apiVersions: computeApiVersions,
  scopes: ['resourceGroup'],
  tracked: true,
  capabilities:
    'CrossResourceGroupResourceMove, CrossSubscriptionResourceMove, SystemAssignedResourceIdentity, SupportsTags, SupportsLocation',
  get: { action: vmAction('read'), run: getVirtualMachine },
  put: { action: vmAction('write'), run: putVirtualMachine },
  patch: { action: vmAction('write'), run: patchVirtualMachine },
  delete: { action: vmAction('delete'), run: deleteVirtualMachine },
  list: { action: vmAction('read'), filtersItself: true, run: listVirtualMachines },
  actions: {
    ...powerActions,
    runcommand: { action: vmAction('runCommand/action'), run: runCommand },
    ...Object.fromEntries(missingActions.map((name) => [name.toLowerCase(), missing(name)])),
  },
  views: {
    instanceview: { action: vmAction('instanceView/read'), run: getInstanceView },
    vmsizes: {
      action: vmAction('vmSizes/read'),
      async run({ ports, target }) {
        await requireResource(ports.store.read, target)
        return vmSizesAnswer
      },
    },
  },
  summarise(resource): JsonObject {
    const { zones, plan } = vmRecordOf(resource)
    return { ...(zones === undefined ? {} : { zones }), ...(plan === undefined ? {} : { plan }) }
  },
})
