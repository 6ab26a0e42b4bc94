/**
 * The properties of a scale set as Azure completes and checks them.
 *
 * Defaults and key order as in recorded answers (Azure CLI, 2018 to 2021). Secrets of the profile are not kept. Decisions:
 * a set without a capacity has no machines; 100 machines at most in one placement group and 1 000 otherwise, in Compute's
 * pattern of refusals.
 */
import { ArmError } from '../../../domain/errors/arm-error.js'
import { isJsonObject, type Json, type JsonObject, objectAt, textAt } from '../../../domain/json.js'

/** Members that the service computes; they are not stored. */
const computed = new Set(['provisioningState', 'uniqueId', 'timeCreated'])

/** @param said  the client's properties, without nulls */
export function completeScaleSet(said: JsonObject): JsonObject {
  const { singlePlacementGroup, orchestrationMode, upgradePolicy, virtualMachineProfile, overprovision, ...rest } = said
  const isFlexible = textAt(said, 'orchestrationMode')?.toLowerCase() === 'flexible'
  const profile = objectAt(virtualMachineProfile)
  const others = Object.entries(rest).filter(([name]) => !computed.has(name))
  return {
    singlePlacementGroup: singlePlacementGroup ?? !isFlexible,
    orchestrationMode: isFlexible ? 'Flexible' : (orchestrationMode ?? 'Uniform'),
    ...(upgradePolicy === undefined && isFlexible ? {} : { upgradePolicy: completePolicy(upgradePolicy) }),
    ...(profile === undefined ? {} : { virtualMachineProfile: completeProfile(profile) }),
    ...(isFlexible ? {} : { overprovision: overprovision ?? true, doNotRunExtensionsOnOverprovisionedVMs: false }),
    ...Object.fromEntries(others),
  }
}

export const upgradeModes = ['Automatic', 'Manual', 'Rolling'] as const

/** Modes are shown in Azure's spelling, whatever the client's was; az sends `manual`. */
function completePolicy(policy: Json | undefined): Json {
  if (!isJsonObject(policy) || typeof policy.mode !== 'string') return policy ?? { mode: 'Manual' }
  const said = policy.mode.toLowerCase()
  return { ...policy, mode: upgradeModes.find((mode) => mode.toLowerCase() === said) ?? policy.mode }
}

function completeProfile(profile: JsonObject): JsonObject {
  const { osProfile, storageProfile, networkProfile, extensionProfile, ...rest } = profile
  return {
    ...(isJsonObject(osProfile) ? { osProfile: completeOsProfile(osProfile) } : {}),
    ...(isJsonObject(storageProfile) ? { storageProfile: completeStorage(storageProfile) } : {}),
    ...(isJsonObject(networkProfile) ? { networkProfile: completeNetwork(networkProfile) } : {}),
    ...(isJsonObject(extensionProfile) ? { extensionProfile: withoutProtectedSettings(extensionProfile) } : {}),
    ...rest,
  }
}

function completeOsProfile(osProfile: JsonObject): JsonObject {
  const { adminPassword: _, customData: __, linuxConfiguration, windowsConfiguration, ...rest } = osProfile
  const linux = isJsonObject(linuxConfiguration)
    ? linuxConfiguration
    : isJsonObject(windowsConfiguration)
      ? undefined
      : {}
  return {
    ...rest,
    ...(linux === undefined
      ? {}
      : { linuxConfiguration: { disablePasswordAuthentication: false, provisionVMAgent: true, ...linux } }),
    ...(isJsonObject(windowsConfiguration)
      ? { windowsConfiguration: { provisionVMAgent: true, enableAutomaticUpdates: true, ...windowsConfiguration } }
      : {}),
    secrets: rest.secrets ?? [],
    allowExtensionOperations: rest.allowExtensionOperations ?? true,
    requireGuestProvisionSignal: rest.requireGuestProvisionSignal ?? true,
  }
}

function completeStorage(storage: JsonObject): JsonObject {
  const { osDisk, ...rest } = storage
  const disk = isJsonObject(osDisk) ? osDisk : {}
  const managedDisk = objectAt(disk, 'managedDisk')
  return {
    osDisk: {
      createOption: 'FromImage',
      caching: 'ReadWrite',
      ...disk,
      ...(disk.vhdContainers === undefined
        ? { managedDisk: { storageAccountType: 'Premium_LRS', ...managedDisk } }
        : {}),
      diskSizeGB: disk.diskSizeGB ?? (disk.osType === 'Windows' ? 127 : 30),
    },
    ...rest,
  }
}

function completeNetwork(network: JsonObject): JsonObject {
  const { networkInterfaceConfigurations, ...rest } = network
  const list: readonly Json[] = Array.isArray(networkInterfaceConfigurations) ? networkInterfaceConfigurations : []
  return { ...rest, networkInterfaceConfigurations: list.filter(isJsonObject).map(completeInterface) }
}

function completeInterface(configuration: JsonObject): JsonObject {
  const properties = objectAt(configuration, 'properties') ?? {}
  const addresses: readonly Json[] = Array.isArray(properties.ipConfigurations) ? properties.ipConfigurations : []
  return {
    ...configuration,
    properties: {
      enableAcceleratedNetworking: false,
      dnsSettings: { dnsServers: [] },
      enableIPForwarding: false,
      ...properties,
      ...(typeof properties.primary === 'string' ? { primary: /^true$/i.test(properties.primary) } : {}),
      ipConfigurations: addresses.filter(isJsonObject).map((address) => ({
        ...address,
        properties: { privateIPAddressVersion: 'IPv4', ...objectAt(address, 'properties') },
      })),
    },
  }
}

function withoutProtectedSettings(profile: JsonObject): JsonObject {
  const extensions: readonly Json[] = Array.isArray(profile.extensions) ? profile.extensions : []
  return {
    ...profile,
    extensions: extensions.filter(isJsonObject).map((extension) => {
      const { protectedSettings: _, ...shown } = objectAt(extension, 'properties') ?? {}
      return { ...extension, properties: shown }
    }),
  }
}

/** 1 to 64 word characters, `-` and `.`; no `_` in front, no `-` or `.` at the end. @throws ArmError `InvalidParameter` */
export function requireScaleSetName(name: string): void {
  if (/^[^_\W][\w.-]{0,63}(?<![-.])$/.test(name)) return
  throw invalid(
    'vmScaleSetName',
    String.raw`The entity name 'vmScaleSetName' is invalid according to its validation rule: ^[^_\W][\w-._]{0,63}(?<![-.])$.`,
  )
}

/**
 * What the machines of a set need, so that they can be made.
 * @param properties  completed
 * @throws ArmError `InvalidParameter` naming the first parameter that is missing or wrong
 */
export function requireScaleSet(properties: JsonObject, sku: JsonObject | undefined): void {
  const mode = textAt(properties, 'upgradePolicy', 'mode')
  requireOneOf('upgradePolicy.mode', mode, upgradeModes)
  requireOneOf('orchestrationMode', textAt(properties, 'orchestrationMode'), ['Uniform', 'Flexible'])
  const profile = objectAt(properties, 'virtualMachineProfile')
  const isFlexible = properties.orchestrationMode === 'Flexible'
  if (profile === undefined && !isFlexible) throw missing('virtualMachineProfile')
  if (profile !== undefined && sku === undefined) throw missing('sku')
  if (sku !== undefined && (typeof sku.name !== 'string' || sku.name === '')) throw missing('sku.name')
  requireCapacity(sku?.capacity, properties.singlePlacementGroup === true ? 100 : 1000)
  if (profile === undefined) return
  if (objectAt(profile, 'storageProfile') === undefined) throw missing('storageProfile')
  const osProfile = objectAt(profile, 'osProfile')
  if (osProfile === undefined) return // a specialised image brings its own
  if (textAt(osProfile, 'adminUsername') === undefined) throw missing('adminUsername')
  if (textAt(osProfile, 'computerNamePrefix') === undefined && !isFlexible) throw missing('computerNamePrefix')
}

function requireCapacity(capacity: Json | undefined, most: number): void {
  if (capacity === undefined) return
  if (typeof capacity === 'number' && Number.isInteger(capacity) && capacity >= 0 && capacity <= most) return
  throw invalid(
    'sku.capacity',
    `The value '${String(capacity)}' of parameter 'sku.capacity' is out of range: 0 to ${most}.`,
  )
}

function requireOneOf(name: string, value: string | undefined, known: readonly string[]): void {
  if (value === undefined || known.some((one) => one.toLowerCase() === value.toLowerCase())) return
  throw invalid(name, `The value '${value}' of parameter '${name}' is not one of '${known.join("', '")}'.`)
}

const missing = (name: string): ArmError => invalid(name, `Required parameter '${name}' is missing (null).`)

const invalid = (target: string, detail: string): ArmError => new ArmError('InvalidParameter', { detail }, { target })
