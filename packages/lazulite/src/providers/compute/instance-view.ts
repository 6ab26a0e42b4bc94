/**
 * The instance view of a virtual machine: what its agent and its host report.
 *
 * Shape: recorded with Azure CLI for 2018-10-01 and 2020-06-01. Clients read the power state as the second of
 * `statuses` (Az PowerShell) or by its code (Azure CLI), so the order is kept. Decision: a machine that does not run
 * has no agent, and reports neither system nor version.
 */
import { isFrom } from '../../domain/arm-resource/api-version.js'
import type { ProvisioningState, Resource } from '../../domain/arm-resource/resource.js'
import { referencedImage } from '../../domain/compute/platform-images.js'
import { isJsonObject, type JsonObject, objectAt, textAt } from '../../domain/json.js'
import { computeTime } from './compute-time.js'
import { osTypeOf, vmRecordOf } from './vm-record.js'

/** Version of the guest agent that machines report. */
const agentVersion = '2.9.1.1'

export function instanceViewOf(resource: Resource, apiVersion: string): JsonObject {
  const record = vmRecordOf(resource)
  const time = computeTime(resource.changedAt)
  const isRunning = record.powerState === 'running' && resource.provisioningState !== 'Creating'
  return {
    ...(isRunning ? guestReport(record.properties, time) : {}),
    disks: diskNames(record.properties).map((name) => ({
      name,
      statuses: [diskStatus(computeTime(resource.createdAt))],
    })),
    ...(isFrom('2019-07-01', apiVersion) ? { hyperVGeneration: hyperVGeneration(record.properties) } : {}),
    statuses: statusesOf(resource),
  }
}

/** Provisioning state first, power state second. */
export function statusesOf(resource: Resource): JsonObject[] {
  const { powerState } = vmRecordOf(resource)
  const provisioning = { ...provisioningStatus[resource.provisioningState], time: computeTime(resource.changedAt) }
  const power = resource.provisioningState === 'Creating' ? 'starting' : powerState
  return [provisioning, { code: `PowerState/${power}`, level: 'Info', displayStatus: `VM ${power}` }]
}

const provisioningStatus: Readonly<Record<ProvisioningState, JsonObject>> = {
  Creating: { code: 'ProvisioningState/creating', level: 'Info', displayStatus: 'Creating' },
  Updating: { code: 'ProvisioningState/updating', level: 'Info', displayStatus: 'Updating' },
  Deleting: { code: 'ProvisioningState/deleting', level: 'Info', displayStatus: 'Deleting' },
  Succeeded: { code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Provisioning succeeded' },
  Failed: { code: 'ProvisioningState/failed', level: 'Error', displayStatus: 'Provisioning failed' },
  Canceled: { code: 'ProvisioningState/canceled', level: 'Warning', displayStatus: 'Provisioning canceled' },
}

function guestReport(properties: JsonObject, time: string): JsonObject {
  return {
    ...named('computerName', textAt(properties, 'osProfile', 'computerName')),
    ...systemOf(properties),
    vmAgent: {
      vmAgentVersion: agentVersion,
      statuses: [
        {
          code: 'ProvisioningState/succeeded',
          level: 'Info',
          displayStatus: 'Ready',
          message: 'Guest Agent is running',
          time,
        },
      ],
      extensionHandlers: [],
    },
  }
}

const named = (name: string, value: string | undefined): JsonObject => (value === undefined ? {} : { [name]: value })

/** From the image: `ubuntu` `18.04` for an offer UbuntuServer with sku 18.04-LTS. */
function systemOf(properties: JsonObject): JsonObject {
  const image = objectAt(properties, 'storageProfile', 'imageReference')
  const [offer = '', sku = ''] = [textAt(image, 'offer'), textAt(image, 'sku')]
  if (osTypeOf(properties) === 'Windows') return { osName: `Windows ${sku || 'Server'}`.trim() }
  const osName = /ubuntu|debian|centos|rhel|sles|suse|oracle|fedora|alma|rocky|mariner/i.exec(offer)?.[0]?.toLowerCase()
  const osVersion = /\d+([._]\d+)*/.exec(`${offer.replace(/^0001-/, '')} ${sku}`)?.[0]?.replaceAll('_', '.')
  return { ...named('osName', osName ?? 'linux'), ...named('osVersion', osVersion) }
}

const hyperVGeneration = (properties: JsonObject): string => {
  const reference = objectAt(properties, 'storageProfile', 'imageReference')
  const named = /gen2|gensecond|[-_]g2$/i.test(textAt(reference, 'sku') ?? '') ? 'V2' : 'V1'
  return referencedImage(reference)?.generation ?? named
}

const diskStatus = (time: string): JsonObject => ({
  code: 'ProvisioningState/succeeded',
  level: 'Info',
  displayStatus: 'Provisioning succeeded',
  time,
})

function diskNames(properties: JsonObject): string[] {
  const storage = objectAt(properties, 'storageProfile')
  const disks = [storage?.osDisk, ...(Array.isArray(storage?.dataDisks) ? storage.dataDisks : [])]
  return disks.flatMap((disk) => (isJsonObject(disk) && typeof disk.name === 'string' ? [disk.name] : []))
}
