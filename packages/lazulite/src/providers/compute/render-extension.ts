/**
 * An extension of a virtual machine, as each api-version shows it; key orders as recorded with Azure SDK for Java (until
 * 2018) and Cloud Custodian (since). A machine shows its extensions whole, by name; in lists of machines, only their ids
 * (recorded, 2017-12-01 to 2024-11-01).
 */
import { isFrom } from '../../domain/arm-resource/api-version.js'
import type { Resource } from '../../domain/arm-resource/resource.js'
import { virtualMachineType } from '../../domain/compute/machine-types.js'
import { isJsonObject, type JsonObject } from '../../domain/json.js'
import type { ReadStores } from '../../ports/store.js'

export const extensionType = `${virtualMachineType}/extensions`

/** @param scope  a machine, or what holds machines; ordered by name */
export async function listExtensionsOf(read: ReadStores, scope: string): Promise<readonly Resource[]> {
  const all = await read.resources.list({ scope, type: extensionType })
  return [...all].sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1))
}

export function renderExtension(extension: Resource, apiVersion: string): JsonObject {
  const { id, name, location, tags, provisioningState } = extension
  const properties = isJsonObject(extension.body.properties) ? extension.body.properties : {}
  const placed = { type: extensionType, location, ...(tags === undefined ? {} : { tags }) }
  const { publisher, type: kind, typeHandlerVersion, autoUpgradeMinorVersion, settings, ...others } = properties
  const shownSettings = settings === undefined ? {} : { settings }
  if (!isFrom('2019-07-01', apiVersion)) {
    const shown = { publisher, type: kind, typeHandlerVersion, autoUpgradeMinorVersion, ...shownSettings, ...others }
    return { properties: { ...shown, provisioningState }, ...placed, id, name }
  }
  const handler = { publisher, type: kind, typeHandlerVersion }
  return {
    name,
    id,
    ...placed,
    properties: { autoUpgradeMinorVersion, provisioningState, ...handler, ...shownSettings, ...others },
  }
}
