/**
 * What Compute refuses in the properties of a virtual machine.
 *
 * Texts: recorded (`adminUsername`), public threads (Azure/azure-powershell#4001 `osDisk`, kevoreilly/CAPEv2#2250
 * `osProfile`, MicrosoftDocs/azure-docs#50883 `storageProfile`), known wording for sizes.
 * Decision: `networkProfile` may be absent: a machine's metadata service and cloud need no network of its group.
 */
import { requireComputerName } from '../../domain/arm-resource/resource-name.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { isJsonObject, type Json, type JsonObject, objectAt, textAt } from '../../domain/json.js'
import { membersAt } from '../../domain/json-path.js'
import { decideOsType } from './complete-properties.js'
import { invalid, required } from './invalid-parameter.js'
import { requireSignIn } from './require-sign-in.js'

/** Everything that must be there when a machine is made. @throws ArmError `InvalidParameter`, `InvalidRequestContent` */
export function requireNewVmProperties(properties: JsonObject, vmName: string): void {
  requireWellFormed(properties)
  const storage = required(objectAt(properties, 'storageProfile'), 'storageProfile')
  const isAttached = textAt(storage, 'osDisk', 'createOption')?.toLowerCase() === 'attach'
  if (storage.imageReference === undefined) {
    const osDisk = required(objectAt(storage, 'osDisk'), 'osDisk')
    if (!isAttached && osDisk.vhd === undefined) required(undefined, 'imageReference')
  }
  const isSpecialised = isAttached || textAt(storage, 'imageReference', 'id') !== undefined
  const osProfile = objectAt(properties, 'osProfile')
  if (osProfile === undefined) {
    if (!isSpecialised) required(undefined, 'osProfile')
    return
  }
  if (isAttached) {
    throw invalid('osProfile', "Parameter 'osProfile' is not allowed.")
  }
  required(textAt(osProfile, 'adminUsername'), 'adminUsername')
  requireComputerName(textAt(osProfile, 'computerName') ?? vmName, decideOsType(properties))
  requireSignIn(osProfile, decideOsType(properties))
}

/** What any properties must look like, new or changed. @throws ArmError `InvalidRequestContent`, `InvalidParameter` */
export function requireWellFormed(properties: JsonObject): void {
  for (const name of ['hardwareProfile', 'storageProfile', 'osProfile', 'networkProfile'] as const) {
    const profile = properties[name]
    if (profile !== undefined && !isJsonObject(profile)) throw wrongType(`properties.${name}`, 'an object')
  }
  requireTypes(properties)
  const vmSize = textAt(properties, 'hardwareProfile', 'vmSize')
  if (vmSize !== undefined && !/^(Standard|Basic)_[A-Za-z0-9_-]{1,64}$/.test(vmSize)) {
    throw invalid(
      'vmSize', // Azure goes on to list the sizes of the region
      `The value ${vmSize} provided for the VM size is not valid. Find out more on the valid VM sizes in each region at https://aka.ms/azure-regions.`,
    )
  }
}

const articles = {
  string: 'a string',
  object: 'an object',
  array: 'an array',
  number: 'a whole number',
  boolean: 'a boolean',
}
type Shape = keyof typeof articles

/** `*` is each item of an array. Members that are not here are kept as they are. */
const shapes: readonly (readonly [path: string, Shape])[] = [
  ['hardwareProfile.vmSize', 'string'],
  ['storageProfile.imageReference', 'object'],
  ['storageProfile.imageReference.id', 'string'],
  ['storageProfile.imageReference.publisher', 'string'],
  ['storageProfile.imageReference.offer', 'string'],
  ['storageProfile.imageReference.sku', 'string'],
  ['storageProfile.imageReference.version', 'string'],
  ['storageProfile.osDisk', 'object'],
  ['storageProfile.osDisk.name', 'string'],
  ['storageProfile.osDisk.osType', 'string'],
  ['storageProfile.osDisk.createOption', 'string'],
  ['storageProfile.osDisk.caching', 'string'],
  ['storageProfile.osDisk.diskSizeGB', 'number'],
  ['storageProfile.osDisk.managedDisk', 'object'],
  ['storageProfile.osDisk.managedDisk.id', 'string'],
  ['storageProfile.osDisk.managedDisk.storageAccountType', 'string'],
  ['storageProfile.dataDisks', 'array'],
  ['storageProfile.dataDisks.*', 'object'],
  ['storageProfile.dataDisks.*.lun', 'number'],
  ['storageProfile.dataDisks.*.name', 'string'],
  ['storageProfile.dataDisks.*.createOption', 'string'],
  ['storageProfile.dataDisks.*.caching', 'string'],
  ['storageProfile.dataDisks.*.diskSizeGB', 'number'],
  ['storageProfile.dataDisks.*.managedDisk', 'object'],
  ['storageProfile.dataDisks.*.managedDisk.id', 'string'],
  ['storageProfile.dataDisks.*.managedDisk.storageAccountType', 'string'],
  ['osProfile.computerName', 'string'],
  ['osProfile.adminUsername', 'string'],
  ['osProfile.adminPassword', 'string'],
  ['osProfile.customData', 'string'],
  ['osProfile.linuxConfiguration', 'object'],
  ['osProfile.linuxConfiguration.disablePasswordAuthentication', 'boolean'],
  ['osProfile.linuxConfiguration.ssh', 'object'],
  ['osProfile.linuxConfiguration.ssh.publicKeys', 'array'],
  ['osProfile.linuxConfiguration.ssh.publicKeys.*', 'object'],
  ['osProfile.linuxConfiguration.ssh.publicKeys.*.path', 'string'],
  ['osProfile.linuxConfiguration.ssh.publicKeys.*.keyData', 'string'],
  ['osProfile.windowsConfiguration', 'object'],
  ['networkProfile.networkInterfaces', 'array'],
  ['networkProfile.networkInterfaces.*', 'object'],
  ['networkProfile.networkInterfaces.*.id', 'string'],
  ['networkProfile.networkInterfaces.*.properties', 'object'],
  ['diagnosticsProfile', 'object'],
  ['diagnosticsProfile.bootDiagnostics', 'object'],
  ['diagnosticsProfile.bootDiagnostics.enabled', 'boolean'],
  ['userData', 'string'],
]

function requireTypes(properties: JsonObject): void {
  for (const [path, shape] of shapes) {
    for (const [name, value] of membersAt(properties, path)) {
      if (!hasShape(value, shape)) throw wrongType(`properties.${name}`, articles[shape])
    }
  }
}

function hasShape(value: Json, shape: Shape): boolean {
  if (shape === 'array') return Array.isArray(value)
  if (shape === 'object') return isJsonObject(value)
  if (shape === 'number') return Number.isInteger(value)
  return typeof value === shape
}

const wrongType = (name: string, shape: string): ArmError =>
  new ArmError('InvalidRequestContent', { detail: `The '${name}' property must be ${shape}` }) // Decision

/** The `properties` member of a body. @throws ArmError `InvalidRequestContent` */
export function propertiesOf(body: JsonObject): JsonObject {
  const properties: Json | undefined = body.properties
  if (properties === undefined || properties === null) return {}
  if (!isJsonObject(properties)) throw wrongType('properties', 'an object')
  return properties
}
