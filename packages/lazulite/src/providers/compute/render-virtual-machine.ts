/**
 * A virtual machine as each api-version shows it.
 *
 * Member order and the first version of each member: recorded answers of 2016-04-30-preview, 2017-12-01, 2018-10-01,
 * 2019-03-01, 2019-07-01, 2020-06-01, 2020-12-01 and 2024-11-01 (Azure CLI, Azure SDK for Java, Cloud Custodian); where
 * recordings leave a gap, the public specification's version of a member.
 */
import { isFrom } from '../../domain/arm-resource/api-version.js'
import type { Resource } from '../../domain/arm-resource/resource.js'
import type { UserAssignedForm } from '../../domain/identity/identity-block.js'
import { renderIdentity } from '../../domain/identity/render-identity.js'
import { isJsonObject, type Json, type JsonObject, objectAt } from '../../domain/json.js'
import { computeTime } from './compute-time.js'
import { instanceViewOf } from './instance-view.js'
import { type VmRecord, vmRecordOf } from './vm-record.js'

export interface VmRendering {
  readonly apiVersion: string
  readonly tenantId: string
  /** From `$expand`. */
  readonly instanceView?: boolean
  readonly userData?: boolean
  /** Its extensions, already in the form in which they are shown. */
  readonly resources?: readonly JsonObject[]
  /** Identities that the write being answered has just attached. */
  readonly justAttached?: readonly string[]
}

/** Until 2018-04-01 user-assigned identities are a list, since 2018-06-01 a map. */
export const identityForm = (apiVersion: string): UserAssignedForm =>
  isFrom('2018-06-01', apiVersion) ? 'map' : 'list'

export function renderVirtualMachine(resource: Resource, how: VmRendering): JsonObject {
  const record = vmRecordOf(resource)
  const identity = renderIdentity(resource.identity, {
    tenantId: how.tenantId,
    form: identityForm(how.apiVersion),
    ...(how.justAttached === undefined ? {} : { justAttached: how.justAttached }),
  })
  const named = { name: resource.name, id: resource.id }
  const placed = {
    type: resource.type,
    location: resource.location,
    ...(resource.tags === undefined ? {} : { tags: resource.tags }),
    ...member('plan', record.plan),
    ...member('zones', record.zones),
    ...member('extendedLocation', record.extendedLocation),
    ...(identity === undefined ? {} : { identity }),
  }
  const properties = renderProperties(resource, record, how)
  const resources = how.resources?.length ? { resources: how.resources } : {}
  if (!isFrom('2019-07-01', how.apiVersion)) {
    return { properties, ...resources, ...placed, id: resource.id, name: resource.name }
  }
  const etag = hasEtag(how.apiVersion) ? { etag: quotedEtag(resource) } : {}
  return { ...named, ...placed, properties, ...etag, ...resources }
}

export const hasEtag = (apiVersion: string): boolean => isFrom('2024-03-01', apiVersion)
export const quotedEtag = (resource: Resource): string => `"${resource.etag}"`

const member = (name: string, value: Json | undefined): JsonObject => (value === undefined ? {} : { [name]: value })

function renderProperties(resource: Resource, record: VmRecord, how: VmRendering): JsonObject {
  const { apiVersion } = how
  const { hardwareProfile, storageProfile, osProfile, networkProfile, availabilitySet, ...others } = record.properties
  const profiles = {
    storageProfile: renderStorage(objectAt(storageProfile) ?? {}, resource, record, apiVersion),
    ...(isJsonObject(osProfile) ? { osProfile: renderOsProfile(osProfile, apiVersion) } : {}),
    ...member('networkProfile', networkProfile),
    ...others,
  }
  const state = { provisioningState: resource.provisioningState }
  const expanded = {
    ...(how.instanceView ? { instanceView: instanceViewOf(resource, apiVersion) } : {}),
    ...(how.userData ? member('userData', record.userData) : {}),
  }
  if (!isFrom('2022-08-01', apiVersion)) {
    return {
      vmId: record.vmId,
      ...member('availabilitySet', availabilitySet),
      ...member('hardwareProfile', hardwareProfile),
      ...profiles,
      ...state,
      ...expanded,
      ...timeCreated(resource, apiVersion),
    }
  }
  return {
    ...member('hardwareProfile', hardwareProfile),
    ...state,
    vmId: record.vmId,
    ...member('availabilitySet', availabilitySet),
    ...profiles,
    ...expanded,
    ...timeCreated(resource, apiVersion),
  }
}

const timeCreated = (resource: Resource, apiVersion: string): JsonObject =>
  isFrom('2021-11-01', apiVersion) ? { timeCreated: computeTime(resource.createdAt) } : {}

function renderStorage(storage: JsonObject, resource: Resource, record: VmRecord, apiVersion: string): JsonObject {
  const { imageReference, osDisk, dataDisks, ...rest } = storage
  const hidden = resource.provisioningState === 'Creating' ? record.generatedDisks : []
  const disk = (said: JsonObject): JsonObject => renderDisk(said, hidden, apiVersion)
  // The size of a disk in a storage account is read from the blob, once that is made.
  const hidesSize = (osDisk: JsonObject): boolean =>
    resource.provisioningState === 'Creating' && osDisk.vhd !== undefined
  return {
    ...(isJsonObject(imageReference)
      ? { imageReference: isFrom('2019-07-01', apiVersion) ? imageReference : without(imageReference, 'exactVersion') }
      : {}),
    ...(isJsonObject(osDisk) ? { osDisk: disk(hidesSize(osDisk) ? without(osDisk, 'diskSizeGB') : osDisk) } : {}),
    dataDisks: Array.isArray(dataDisks) ? dataDisks.filter(isJsonObject).map(disk) : [],
    ...rest,
    ...(isFrom('2022-08-01', apiVersion) && rest.diskControllerType === undefined
      ? { diskControllerType: 'SCSI' }
      : {}),
  }
}

/** While a machine is being created, disks that the service names have neither name nor id yet. */
function renderDisk(disk: JsonObject, hidden: readonly string[], apiVersion: string): JsonObject {
  const shown = isFrom('2021-03-01', apiVersion) ? disk : without(disk, 'deleteOption')
  if (typeof disk.name !== 'string' || !hidden.includes(disk.name)) return shown
  const nameless = without(shown, 'name')
  const managedDisk = objectAt(shown, 'managedDisk')
  return managedDisk === undefined ? nameless : { ...nameless, managedDisk: without(managedDisk, 'id') }
}

function renderOsProfile(osProfile: JsonObject, apiVersion: string): JsonObject {
  const { linuxConfiguration, windowsConfiguration, ...rest } = osProfile
  const { computerName, adminUsername, ...others } = rest
  const later = [
    ...(isFrom('2018-06-01', apiVersion) ? [] : ['allowExtensionOperations']),
    ...(isFrom('2019-12-01', apiVersion) ? [] : ['requireGuestProvisionSignal']),
  ]
  return {
    ...member('computerName', computerName),
    ...member('adminUsername', adminUsername),
    ...(isJsonObject(linuxConfiguration)
      ? { linuxConfiguration: renderConfiguration(linuxConfiguration, 'Linux', apiVersion) }
      : {}),
    ...(isJsonObject(windowsConfiguration)
      ? { windowsConfiguration: renderConfiguration(windowsConfiguration, 'Windows', apiVersion) }
      : {}),
    ...without(others, ...later),
  }
}

function renderConfiguration(configuration: JsonObject, osType: 'Linux' | 'Windows', apiVersion: string): JsonObject {
  const patchSettings = objectAt(configuration, 'patchSettings')
  const hidesAgent = osType === 'Linux' && !isFrom('2018-06-01', apiVersion)
  const shown = without(configuration, 'patchSettings', ...(hidesAgent ? ['provisionVMAgent'] : []))
  if (patchSettings === undefined || !isFrom('2020-06-01', apiVersion)) return shown
  return {
    ...shown,
    patchSettings: isFrom('2021-03-01', apiVersion) ? patchSettings : without(patchSettings, 'assessmentMode'),
  }
}

const without = (object: JsonObject, ...names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)))
