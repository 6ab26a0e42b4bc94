/**
 * A scale set and its instances as each api-version shows them.
 *
 * Key order and members: recorded with Azure CLI (2018-10-01, 2020-06-01); the specification where no recording shows a
 * member. Instances stand in their set's group, under their numbers.
 */

import { isFrom } from '../../../domain/arm-resource/api-version.js'
import type { Resource } from '../../../domain/arm-resource/resource.js'
import { scaleSetInstanceType } from '../../../domain/compute/machine-types.js'
import { renderIdentity } from '../../../domain/identity/render-identity.js'
import { isJsonObject, type JsonObject, objectAt } from '../../../domain/json.js'
import { modelIdentityOf } from '../../../operations/find-machine.js'
import { instanceNumber, isFlexible } from '../../../operations/scale-set-members.js'
import { computeTime } from '../compute-time.js'
import { instanceViewOf } from '../instance-view.js'
import { hasEtag, identityForm, quotedEtag } from '../render-virtual-machine.js'
import { vmRecordOf } from '../vm-record.js'
import { isLatestModel } from './plan-machines.js'
import { scaleSetRecordOf } from './scale-set-record.js'

export interface ScaleSetRendering {
  readonly apiVersion: string
  readonly tenantId: string
  /** From `$expand=userData`. */
  readonly userData?: boolean
  readonly instanceView?: boolean
  readonly justAttached?: readonly string[]
}

export function renderScaleSet(set: Resource, how: ScaleSetRendering): JsonObject {
  const { apiVersion } = how
  const record = scaleSetRecordOf(set)
  const identity = renderIdentity(set.identity, {
    tenantId: how.tenantId,
    form: identityForm(apiVersion),
    ...(how.justAttached === undefined ? {} : { justAttached: how.justAttached }),
  })
  const placed = {
    type: set.type,
    location: set.location,
    ...(set.tags === undefined ? {} : { tags: set.tags }),
    ...(record.plan === undefined ? {} : { plan: record.plan }),
    ...(record.zones === undefined ? {} : { zones: record.zones }),
    ...(identity === undefined ? {} : { identity }),
  }
  const sku = record.sku === undefined ? {} : { sku: record.sku }
  const properties = renderProperties(set, how)
  if (!isFrom('2019-07-01', apiVersion)) return { ...sku, properties, ...placed, id: set.id, name: set.name }
  return {
    name: set.name,
    id: set.id,
    ...placed,
    ...sku,
    properties,
    ...(hasEtag(apiVersion) ? { etag: quotedEtag(set) } : {}),
  }
}

function renderProperties(set: Resource, { apiVersion, userData }: ScaleSetRendering): JsonObject {
  const { properties, uniqueId } = scaleSetRecordOf(set)
  const {
    singlePlacementGroup,
    orchestrationMode,
    upgradePolicy,
    virtualMachineProfile,
    overprovision,
    doNotRunExtensionsOnOverprovisionedVMs,
    ...others
  } = properties
  return {
    singlePlacementGroup,
    ...(isFlexible(set) || isFrom('2020-12-01', apiVersion) ? { orchestrationMode } : {}),
    ...(upgradePolicy === undefined ? {} : { upgradePolicy }),
    ...(isJsonObject(virtualMachineProfile)
      ? { virtualMachineProfile: renderProfile(virtualMachineProfile, apiVersion, userData === true) }
      : {}),
    provisioningState: set.provisioningState,
    ...(overprovision === undefined ? {} : { overprovision }),
    ...(doNotRunExtensionsOnOverprovisionedVMs === undefined || !isFrom('2019-03-01', apiVersion)
      ? {}
      : { doNotRunExtensionsOnOverprovisionedVMs }),
    uniqueId,
    ...others,
    ...(isFrom('2021-11-01', apiVersion) ? { timeCreated: computeTime(set.createdAt) } : {}),
  }
}

function renderProfile(profile: JsonObject, apiVersion: string, userData: boolean): JsonObject {
  const { userData: text, osProfile, storageProfile, ...rest } = profile
  const osDisk = objectAt(storageProfile, 'osDisk')
  const isOld = !isFrom('2019-03-01', apiVersion)
  return {
    ...(isJsonObject(osProfile)
      ? { osProfile: isFrom('2019-12-01', apiVersion) ? osProfile : without(osProfile, 'requireGuestProvisionSignal') }
      : {}),
    ...(isJsonObject(storageProfile)
      ? {
          storageProfile:
            isOld && osDisk !== undefined
              ? { ...storageProfile, osDisk: without(osDisk, 'diskSizeGB') }
              : storageProfile,
        }
      : {}),
    ...rest,
    ...(userData && text !== undefined ? { userData: text } : {}),
  }
}

/** What an instance of a Uniform set, or a machine of a Flexible one, looks like below its set. */
export function renderInstance(set: Resource, instance: Resource, how: ScaleSetRendering): JsonObject {
  const { apiVersion } = how
  const isUniform = instance.type === scaleSetInstanceType
  const { sku } = scaleSetRecordOf(set)
  const identity = renderIdentity(isUniform ? modelIdentityOf(instance) : instance.identity, {
    tenantId: how.tenantId,
    form: identityForm(apiVersion),
  })
  const { vmId, properties } = vmRecordOf(instance)
  const { hardwareProfile, storageProfile, osProfile, networkProfile, ...others } = properties
  const { networkInterfaceConfigurations, networkInterfaces, ...network } = objectAt(networkProfile) ?? {}
  const configurations = Array.isArray(networkInterfaceConfigurations) ? networkInterfaceConfigurations : []
  return {
    name: instance.name,
    id: instance.id,
    ...(isUniform ? { instanceId: String(instanceNumber(instance)) } : { instanceId: instance.name }),
    type: instance.type,
    location: instance.location,
    ...(instance.tags === undefined ? {} : { tags: instance.tags }),
    ...(identity === undefined ? {} : { identity }),
    ...(sku === undefined ? {} : { sku: without(sku, 'capacity') }),
    properties: {
      ...(isUniform ? { latestModelApplied: isLatestModel(set, instance) } : {}),
      ...(isUniform ? { modelDefinitionApplied: 'VirtualMachineScaleSet' } : {}),
      ...(configurations.length === 0
        ? {}
        : { networkProfileConfiguration: { networkInterfaceConfigurations: configurations } }),
      hardwareProfile: isUniform ? {} : hardwareProfile,
      storageProfile,
      ...(osProfile === undefined ? {} : { osProfile }),
      networkProfile: { ...network, networkInterfaces: networkInterfaces ?? [] },
      ...others,
      provisioningState: instance.provisioningState,
      vmId,
      ...(how.instanceView === true ? { instanceView: instanceViewOf(instance, apiVersion) } : {}),
      ...(isFrom('2021-11-01', apiVersion) ? { timeCreated: computeTime(instance.createdAt) } : {}),
    },
  }
}

/** How many machines are in which state, and the set's own state. */
export function scaleSetViewOf(set: Resource, members: readonly Resource[]): JsonObject {
  const statesOf = [...Map.groupBy(members, ({ provisioningState }) => provisioningState)]
  return {
    virtualMachine: {
      statusesSummary: statesOf.map(([state, { length }]) => ({
        code: `ProvisioningState/${state.toLowerCase()}`,
        count: length,
      })),
    },
    statuses: [
      {
        code: `ProvisioningState/${set.provisioningState.toLowerCase()}`,
        level: set.provisioningState === 'Failed' ? 'Error' : 'Info',
        displayStatus:
          set.provisioningState === 'Succeeded'
            ? 'Provisioning succeeded'
            : `Provisioning ${set.provisioningState.toLowerCase()}`,
        time: computeTime(set.changedAt),
      },
    ],
  }
}

const without = (object: JsonObject, name: string): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([member]) => member !== name))
