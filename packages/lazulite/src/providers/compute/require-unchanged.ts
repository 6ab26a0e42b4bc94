/**
 * Properties that a virtual machine keeps for life.
 *
 * The text and its `target` are recorded (`priority`) and quoted in public threads (`osDisk.name`
 * hashicorp/terraform-provider-azurerm#16323, `osDisk.createOption` Azure/azure-powershell#7621, `imageReference`
 * Azure/azure-libraries-for-net#431, `osProfile` MicrosoftDocs/azure-docs#12602); other names follow their pattern.
 */
import { ArmError } from '../../domain/errors/arm-error.js'
import { type Json, type JsonObject, objectAt, textAt } from '../../domain/json.js'

interface KeptProperty {
  readonly name: string
  readonly of: (properties: JsonObject) => Json | undefined
}

const at = (name: string, ...path: readonly string[]): KeptProperty => ({
  name,
  of: (properties) => objectAt(properties, ...path.slice(0, -1))?.[path.at(-1) ?? ''],
})

const kept: readonly KeptProperty[] = [
  { name: 'imageReference', of: imageOf },
  at('osDisk.osType', 'storageProfile', 'osDisk', 'osType'),
  at('osDisk.name', 'storageProfile', 'osDisk', 'name'),
  at('osDisk.createOption', 'storageProfile', 'osDisk', 'createOption'),
  at('osProfile.computerName', 'osProfile', 'computerName'),
  at('osProfile.adminUsername', 'osProfile', 'adminUsername'),
  at(
    'linuxConfiguration.disablePasswordAuthentication',
    'osProfile',
    'linuxConfiguration',
    'disablePasswordAuthentication',
  ),
  { name: 'linuxConfiguration.ssh.publicKeys', of: keysOf },
  at('availabilitySet.id', 'availabilitySet', 'id'),
  at('priority', 'priority'),
]

/** @throws ArmError `PropertyChangeNotAllowed` (409) naming the first property that changes */
export function requireUnchanged(before: JsonObject, after: JsonObject): void {
  if (before.osProfile === undefined && after.osProfile !== undefined) refuse('osProfile')
  for (const { name, of } of kept) {
    if (!isSame(of(before), of(after))) refuse(name)
  }
}

export function refuse(property: string): never {
  throw new ArmError('PropertyChangeNotAllowed', { property }, { target: property })
}

/** Values compare as Azure compares names: without case. */
const isSame = (before: Json | undefined, after: Json | undefined): boolean =>
  JSON.stringify(before ?? null).toLowerCase() === JSON.stringify(after ?? null).toLowerCase()

/** `exactVersion` is the service's; the rest names the image. */
function imageOf(properties: JsonObject): Json | undefined {
  const image = objectAt(properties, 'storageProfile', 'imageReference')
  if (image === undefined) return undefined
  return ['publisher', 'offer', 'sku', 'version', 'id', 'sharedGalleryImageId', 'communityGalleryImageId'].map(
    (name) => textAt(image, name) ?? null,
  )
}

function keysOf(properties: JsonObject): Json | undefined {
  const keys = objectAt(properties, 'osProfile', 'linuxConfiguration', 'ssh')?.publicKeys
  return Array.isArray(keys) ? keys.map((key: Json) => textAt(key, 'keyData')?.trim() ?? null) : undefined
}
