/**
 * The properties of a virtual machine as Azure completes them: disk names, sizes, agent and patch defaults.
 *
 * Defaults and key order as in recorded answers (Azure CLI, Azure SDK for Java and Cloud Custodian test recordings,
 * 2018 to 2025); version, system and size of the disk from the image (`domain/compute/platform-images.ts`).
 * Decision: the default size.
 */
import { exactVersionOf, type PlatformImage, referencedImage } from '../../domain/compute/platform-images.js'
import { isJsonObject, type Json, type JsonObject, objectAt, textAt } from '../../domain/json.js'
import type { OsType } from './vm-record.js'

export interface Completion {
  readonly vmName: string
  /** Id of the machine's resource group: where its disks are. */
  readonly groupId: string
  /** 32 hex digits, other ones with each call. */
  readonly diskSuffix: () => string
}

export interface CompletedProperties {
  readonly properties: JsonObject
  /** Names that were made up here. */
  readonly generatedDisks: readonly string[]
}

export const defaultVmSize = 'Standard_DS1_v2'

/** Members that the service computes or never shows again; they are not stored as properties. */
const notStored = new Set(['vmId', 'provisioningState', 'instanceView', 'timeCreated', 'userData'])
const profiles = new Set(['hardwareProfile', 'storageProfile', 'osProfile', 'networkProfile'])

/** @param said  the client's properties, validated, without nulls */
export function completeProperties(said: JsonObject, completion: Completion): CompletedProperties {
  const generatedDisks: string[] = []
  const nameDisk = (prefix: string): string => {
    const name = `${completion.vmName}_${prefix}_${completion.diskSuffix()}`
    generatedDisks.push(name)
    return name
  }
  const vmSize = textAt(said, 'hardwareProfile', 'vmSize') ?? defaultVmSize
  const osType = decideOsType(said)
  const disks = { ...completion, nameDisk, vmSize, osType }
  const osProfile = objectAt(said, 'osProfile')
  const others = Object.entries(said).filter(([name]) => !profiles.has(name) && !notStored.has(name))
  const properties = {
    hardwareProfile: { ...objectAt(said, 'hardwareProfile'), vmSize },
    storageProfile: completeStorage(objectAt(said, 'storageProfile') ?? {}, disks),
    ...(osProfile === undefined ? {} : { osProfile: completeOsProfile(osProfile, completion.vmName, osType) }),
    networkProfile: { networkInterfaces: [], ...objectAt(said, 'networkProfile') },
    ...Object.fromEntries(others),
  }
  return { properties, generatedDisks }
}

/** What the disk says, else what the profile configures, else what the image is; an unknown one may say so in its name. */
export function decideOsType(said: JsonObject): OsType {
  const stated = textAt(said, 'storageProfile', 'osDisk', 'osType')
  if (stated !== undefined) return stated.toLowerCase() === 'windows' ? 'Windows' : 'Linux'
  if (objectAt(said, 'osProfile', 'windowsConfiguration') !== undefined) return 'Windows'
  if (objectAt(said, 'osProfile', 'linuxConfiguration') !== undefined) return 'Linux'
  const reference = objectAt(said, 'storageProfile', 'imageReference')
  const isNamedWindows = /windows/i.test(`${textAt(reference, 'publisher')} ${textAt(reference, 'offer')}`)
  return referencedImage(reference)?.osType ?? (isNamedWindows ? 'Windows' : 'Linux')
}

interface DiskCompletion extends Completion {
  readonly nameDisk: (prefix: string) => string
  readonly vmSize: string
  readonly osType: OsType
}

function completeStorage(storage: JsonObject, completion: DiskCompletion): JsonObject {
  const { imageReference, osDisk, dataDisks, ...rest } = storage
  const platformImage = referencedImage(imageReference)
  const image = isJsonObject(imageReference) ? completeImage(imageReference, platformImage) : undefined
  const said = isJsonObject(osDisk) ? osDisk : {}
  return {
    ...(image === undefined ? {} : { imageReference: image }),
    osDisk: completeOsDisk(said, completion, platformImage),
    dataDisks: Array.isArray(dataDisks)
      ? dataDisks.filter(isJsonObject).map((disk) => completeDataDisk(disk, completion))
      : [],
    ...rest,
  }
}

function completeImage(reference: JsonObject, image: PlatformImage | undefined): JsonObject {
  const { id, exactVersion, ...named } = reference
  if (typeof id === 'string') return { ...named, id, ...(exactVersion === undefined ? {} : { exactVersion }) }
  const version = textAt(reference, 'version') ?? 'latest'
  const exact = image === undefined ? undefined : exactVersionOf(image, version)
  return { ...named, version, exactVersion: exactVersion ?? exact ?? version }
}

function completeOsDisk(disk: JsonObject, completion: DiskCompletion, image: PlatformImage | undefined): JsonObject {
  const { osType: _, name, createOption, caching, managedDisk, deleteOption, diskSizeGB, ...rest } = disk
  const isUnmanaged = disk.vhd !== undefined
  const diskName = typeof name === 'string' ? name : isUnmanaged ? undefined : completion.nameDisk('OsDisk_1')
  return {
    osType: completion.osType,
    ...(diskName === undefined ? {} : { name: diskName }),
    createOption: createOption ?? 'FromImage',
    ...rest,
    caching: caching ?? 'ReadWrite',
    ...(isUnmanaged ? {} : { managedDisk: completeManagedDisk(managedDisk, diskName, completion) }),
    deleteOption: deleteOption ?? 'Detach',
    diskSizeGB: diskSizeGB ?? image?.diskSizeGB ?? (completion.osType === 'Windows' ? 127 : 30),
  }
}

function completeDataDisk(disk: JsonObject, completion: DiskCompletion): JsonObject {
  const { lun, name, createOption, caching, managedDisk, deleteOption, diskSizeGB, toBeDetached, ...rest } = disk
  const number = typeof lun === 'number' ? lun : 0
  const isUnmanaged = disk.vhd !== undefined
  const diskName =
    typeof name === 'string'
      ? name
      : (lastSegment(textAt(managedDisk, 'id')) ?? completion.nameDisk(`disk${number + 2}`))
  return {
    lun: number,
    name: diskName,
    createOption: createOption ?? 'Empty',
    ...rest,
    caching: caching ?? 'None',
    ...(isUnmanaged ? {} : { managedDisk: completeManagedDisk(managedDisk, diskName, completion) }),
    deleteOption: deleteOption ?? 'Detach',
    ...(diskSizeGB === undefined ? {} : { diskSizeGB }),
    toBeDetached: toBeDetached ?? false,
  }
}

function completeManagedDisk(
  managedDisk: Json | undefined,
  name: string | undefined,
  completion: DiskCompletion,
): JsonObject {
  const { storageAccountType, id, ...rest } = isJsonObject(managedDisk) ? managedDisk : {}
  return {
    storageAccountType: storageAccountType ?? (takesPremiumDisks(completion.vmSize) ? 'Premium_LRS' : 'Standard_LRS'),
    ...rest,
    id: id ?? `${completion.groupId}/providers/Microsoft.Compute/disks/${name ?? ''}`,
  }
}

/** Sizes say by an `s` that they take premium disks: DS1_v2, D2s_v5, B2ms; all burstable ones do. */
const takesPremiumDisks = (vmSize: string): boolean => /^Standard_(B|[A-Z]+S\d|[A-Z]+\d+[-\d]*[a-z]*s)/.test(vmSize)

const lastSegment = (id: string | undefined): string | undefined => id?.split('/').at(-1)

function completeOsProfile(said: JsonObject, vmName: string, osType: OsType): JsonObject {
  const {
    computerName,
    adminUsername,
    adminPassword,
    customData: _,
    linuxConfiguration,
    windowsConfiguration,
    secrets,
    allowExtensionOperations,
    requireGuestProvisionSignal,
    ...rest
  } = said
  return {
    computerName: computerName ?? vmName,
    ...(adminUsername === undefined ? {} : { adminUsername }),
    ...(osType === 'Linux'
      ? { linuxConfiguration: completeLinux(objectAt(linuxConfiguration) ?? {}, adminPassword !== undefined) }
      : { windowsConfiguration: completeWindows(objectAt(windowsConfiguration) ?? {}) }),
    secrets: secrets ?? [],
    ...rest,
    allowExtensionOperations: allowExtensionOperations ?? true,
    requireGuestProvisionSignal: requireGuestProvisionSignal ?? true,
  }
}

function completeLinux(said: JsonObject, hasPassword: boolean): JsonObject {
  const { disablePasswordAuthentication, ssh, provisionVMAgent, patchSettings, ...rest } = said
  return {
    // Decision: who gives a key and no password, and does not say, has password authentication disabled.
    disablePasswordAuthentication: disablePasswordAuthentication ?? (ssh !== undefined && !hasPassword),
    ...(ssh === undefined ? {} : { ssh }),
    provisionVMAgent: provisionVMAgent ?? true,
    patchSettings: { patchMode: 'ImageDefault', assessmentMode: 'ImageDefault', ...objectAt(patchSettings) },
    ...rest,
  }
}

function completeWindows(said: JsonObject): JsonObject {
  const { provisionVMAgent, enableAutomaticUpdates, patchSettings, additionalUnattendContent, ...rest } = said
  const unattend = Array.isArray(additionalUnattendContent) ? additionalUnattendContent.filter(isJsonObject) : undefined
  return {
    provisionVMAgent: provisionVMAgent ?? true,
    enableAutomaticUpdates: enableAutomaticUpdates ?? true,
    // The content of such settings may hold a password; Azure does not show it either.
    ...(unattend === undefined ? {} : { additionalUnattendContent: unattend.map(({ content: _, ...shown }) => shown) }),
    patchSettings: { patchMode: 'AutomaticByOS', assessmentMode: 'ImageDefault', ...objectAt(patchSettings) },
    ...rest,
  }
}
