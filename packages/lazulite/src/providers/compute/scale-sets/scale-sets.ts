/** `Microsoft.Compute/virtualMachineScaleSets` and their machines. Actions: the public specification of 2024-03-01. */
import { scaleSetInstanceType } from '../../../domain/compute/machine-types.js'
import { ArmError } from '../../../domain/errors/arm-error.js'
import type { JsonObject } from '../../../domain/json.js'
import { scaleSetType } from '../../../operations/scale-set-members.js'
import { defineResourceType, type Operation } from '../../define.js'
import { computeApiVersions } from '../api-versions.js'
import {
  getInstance,
  getScaleSet,
  getScaleSetInstanceView,
  getScaleSetView,
  listInstances,
  listScaleSetSkus,
  listScaleSets,
} from './read-scale-set.js'
import {
  actOnInstance,
  actOnSet,
  deleteInstance,
  deleteScaleSet,
  instanceSteps,
  runOnInstance,
  setSteps,
} from './scale-set-actions.js'
import { scaleSetRecordOf } from './scale-set-record.js'
import { patchScaleSet, putScaleSet, scaleSetAction } from './write-scale-set.js'

/** Actions that Azure has and Lazulite lacks. */
const missingSetActions = [
  'approveRollingUpgrade',
  'convertToSinglePlacementGroup',
  'forceRecoveryServiceFabricPlatformUpdateDomainWalk',
  'performMaintenance',
  'setOrchestrationServiceState',
]
const missingInstanceActions = [
  'approveRollingUpgrade',
  'attachDetachDataDisks',
  'performMaintenance',
  'retrieveBootDiagnosticsData',
  'simulateEviction',
]

const instanceAction = (verb: string): string => `${scaleSetInstanceType}/${verb}`

const missing = (type: string, names: readonly string[]): Record<string, Operation> =>
  Object.fromEntries(
    names.map((name) => [
      name.toLowerCase(),
      {
        action: `${type}/${name}/action`,
        async run() {
          throw new ArmError('NotImplemented', { what: `POST ${type}/${name}` })
        },
      },
    ]),
  )

export const scaleSets = defineResourceType({
  type: scaleSetType,
  apiVersions: computeApiVersions,
  scopes: ['resourceGroup'],
  tracked: true,
  capabilities:
    'CrossResourceGroupResourceMove, CrossSubscriptionResourceMove, SystemAssignedResourceIdentity, SupportsTags, SupportsLocation',
  get: { action: scaleSetAction('read'), run: getScaleSet },
  put: { action: scaleSetAction('write'), run: putScaleSet },
  patch: { action: scaleSetAction('write'), run: patchScaleSet },
  delete: { action: scaleSetAction('delete'), run: deleteScaleSet },
  list: { action: scaleSetAction('read'), filtersItself: true, run: listScaleSets },
  actions: {
    ...missing(scaleSetType, missingSetActions),
    ...Object.fromEntries(
      Object.entries(setSteps).map(([name, step]) => [
        name.toLowerCase(),
        { action: scaleSetAction(`${name}/action`), run: (request) => actOnSet(request, step) } satisfies Operation,
      ]),
    ),
  },
  views: {
    instanceview: { action: scaleSetAction('instanceView/read'), run: getScaleSetView },
    skus: { action: scaleSetAction('skus/read'), run: listScaleSetSkus },
  },
  summarise(resource): JsonObject {
    const { sku, zones } = scaleSetRecordOf(resource)
    return { ...(sku === undefined ? {} : { sku }), ...(zones === undefined ? {} : { zones }) }
  },
})

export const scaleSetInstances = defineResourceType({
  type: scaleSetInstanceType,
  apiVersions: computeApiVersions,
  scopes: ['resourceGroup'],
  get: { action: instanceAction('read'), run: getInstance },
  delete: { action: instanceAction('delete'), run: deleteInstance },
  list: { action: instanceAction('read'), run: listInstances },
  actions: {
    ...missing(scaleSetInstanceType, missingInstanceActions),
    runcommand: { action: instanceAction('runCommand/action'), run: runOnInstance },
    ...Object.fromEntries(
      Object.entries(instanceSteps).map(([name, step]) => [
        name.toLowerCase(),
        {
          action: instanceAction(`${name}/action`),
          run: (request) => actOnInstance(request, step),
        } satisfies Operation,
      ]),
    ),
  },
  views: {
    instanceview: { action: instanceAction('instanceView/read'), run: getScaleSetInstanceView },
  },
})
