/**
 * Virtual machines as the portal's pages read them: what Resource Manager answers, and how its states are told to people.
 *
 * Words of the states: Azure's page "States and billing status of Azure Virtual Machines".
 */
import { parseResourceReference } from '../../api/resource-reference.js'

export const machineType = 'Microsoft.Compute/virtualMachines'
export const machineAction = (verb: string): string => `${machineType}/${verb}`

/** Api-version of everything in `Microsoft.Network` that these pages read or make. */
export const networkVersion = '2023-09-01'
export const diskVersion = '2023-10-02'

export interface Reference {
  readonly id: string
}

export interface UserAssigned {
  readonly principalId?: string
  readonly clientId?: string
}

/** The `identity` member of any resource. */
export interface IdentityBlock {
  /** `SystemAssigned`, `UserAssigned`, `SystemAssigned, UserAssigned`; not there without identities. */
  readonly type?: string
  readonly principalId?: string
  readonly tenantId?: string
  readonly userAssignedIdentities?: Readonly<Record<string, UserAssigned>>
}

export interface Status {
  readonly code: string
  readonly displayStatus?: string
}

export interface InstanceView {
  readonly osName?: string
  readonly osVersion?: string
  readonly computerName?: string
  readonly statuses?: readonly Status[]
  readonly vmAgent?: { readonly vmAgentVersion?: string; readonly statuses?: readonly Status[] }
}

export interface Disk {
  readonly name?: string
  readonly lun?: number
  readonly diskSizeGB?: number
  readonly caching?: string
  readonly deleteOption?: string
  readonly osType?: string
  readonly managedDisk?: { readonly id?: string; readonly storageAccountType?: string }
}

export interface MachineInterface extends Reference {
  readonly properties?: { readonly primary?: boolean; readonly deleteOption?: string }
}

export interface Machine {
  readonly id: string
  readonly name: string
  readonly location: string
  readonly type?: string
  readonly tags?: Readonly<Record<string, string>>
  readonly identity?: IdentityBlock
  readonly resources?: readonly Reference[]
  readonly properties: {
    readonly vmId?: string
    readonly provisioningState?: string
    readonly timeCreated?: string
    readonly hardwareProfile?: { readonly vmSize?: string }
    readonly storageProfile?: {
      readonly imageReference?: {
        readonly publisher?: string
        readonly offer?: string
        readonly sku?: string
        readonly exactVersion?: string
      }
      readonly osDisk?: Disk
      readonly dataDisks?: readonly Disk[]
    }
    readonly osProfile?: {
      readonly computerName?: string
      readonly adminUsername?: string
      readonly linuxConfiguration?: {
        readonly disablePasswordAuthentication?: boolean
        readonly ssh?: { readonly publicKeys?: readonly { readonly keyData?: string }[] }
      }
      readonly windowsConfiguration?: unknown
    }
    readonly networkProfile?: { readonly networkInterfaces?: readonly MachineInterface[] }
    readonly instanceView?: InstanceView
  }
}

export interface NetworkInterface extends Reference {
  readonly name: string
  readonly properties: {
    readonly macAddress?: string
    readonly primary?: boolean
    readonly networkSecurityGroup?: Reference
    readonly ipConfigurations?: readonly {
      readonly name: string
      readonly properties: {
        readonly primary?: boolean
        readonly privateIPAddress?: string
        readonly publicIPAddress?: Reference
        readonly subnet?: Reference
      }
    }[]
  }
}

export interface PublicAddress extends Reference {
  readonly name: string
  readonly properties: { readonly ipAddress?: string; readonly dnsSettings?: { readonly fqdn?: string } }
}

export type PowerState = 'running' | 'stopped' | 'deallocated' | 'starting' | 'stopping' | 'deallocating' | 'unknown'

const powerStates: ReadonlySet<string> = new Set([
  ...['running', 'stopped', 'deallocated', 'starting', 'stopping', 'deallocating'],
])

export function powerStateOf({ properties }: Machine): PowerState {
  const code = properties.instanceView?.statuses?.find((status) => /^PowerState\//i.test(status.code))?.code
  const state = code?.slice('PowerState/'.length).toLowerCase() ?? ''
  return powerStates.has(state) ? (state as PowerState) : 'unknown' // a member of the set
}

const powerWords: Readonly<Record<PowerState, string>> = {
  running: 'Running',
  stopped: 'Stopped',
  deallocated: 'Stopped (deallocated)',
  starting: 'Starting',
  stopping: 'Stopping',
  deallocating: 'Deallocating',
  unknown: '-',
}

/** What the machine is doing; on its way to another state: where to. */
export function statusOf(machine: Machine): string {
  const provisioning = machine.properties.provisioningState ?? ''
  if (/^(creating|deleting)$/i.test(provisioning)) return provisioning
  const power = powerWords[powerStateOf(machine)]
  if (/^updating$/i.test(provisioning)) return 'Updating'
  if (/^failed$/i.test(provisioning)) return power === '-' ? 'Failed' : `Failed (${power})`
  return power
}

export function isWindows({ properties }: Machine): boolean {
  return (
    properties.osProfile?.windowsConfiguration !== undefined ||
    properties.storageProfile?.osDisk?.osType?.toLowerCase() === 'windows'
  )
}

/** "Linux (ubuntu 22.04)" while its agent says so, else the family. */
export function operatingSystemOf(machine: Machine): string {
  const family = isWindows(machine) ? 'Windows' : 'Linux'
  const { osName, osVersion } = machine.properties.instanceView ?? {}
  const detail = [osName, osVersion].filter(Boolean).join(' ')
  return detail === '' ? family : `${family} (${detail})`
}

/** Of the identity column: "System assigned", "2 user assigned", both, or a dash. */
export function identityText(identity: IdentityBlock | undefined): string {
  const count = Object.keys(identity?.userAssignedIdentities ?? {}).length
  const parts = [
    ...(hasSystemAssigned(identity) ? ['System assigned'] : []),
    ...(count === 0 ? [] : [`${count} user assigned`]),
  ]
  return parts.length === 0 ? '-' : parts.join(', ')
}

export const hasSystemAssigned = (identity: IdentityBlock | undefined): boolean =>
  /\bSystemAssigned\b/i.test(identity?.type ?? '')

/** The interface by which the machine is reached. */
export function primaryInterfaceOf({ properties }: Machine): string | undefined {
  const all = properties.networkProfile?.networkInterfaces ?? []
  return (all.find((one) => one.properties?.primary === true) ?? all[0])?.id
}

export function primaryAddressOf(nic: NetworkInterface | undefined) {
  const all = nic?.properties.ipConfigurations ?? []
  return (all.find(({ properties }) => properties.primary === true) ?? all[0])?.properties
}

/** `…/virtualNetworks/web-vnet/subnets/default` as `web-vnet/default`. */
export function subnetText(subnetId: string): string {
  const segments = subnetId.split('/')
  return `${segments.at(-3) ?? ''}/${segments.at(-1) ?? ''}`
}

export const networkOfSubnet = (subnetId: string): string => subnetId.replace(/\/subnets\/[^/]+$/i, '')

/** "Standard D2s v3" for `Standard_D2s_v3`, as overviews write sizes. */
export const sizeText = (size: string): string => size.replaceAll('_', ' ')

export const groupIdOf = (id: string): string => id.replace(/\/providers\/.*$/i, '')
export const groupNameOf = (id: string): string => parseResourceReference(id)?.resourceGroup ?? ''
export const lastSegment = (id: string): string => id.split('/').at(-1) ?? id

export type PowerVerb = 'start' | 'restart' | 'deallocate'

/** Why the state of the machine forbids it; `undefined`: it does not. */
export function whyNotNow(machine: Machine | undefined, verb: PowerVerb | 'connect' | 'delete'): string | undefined {
  if (machine === undefined) return undefined
  const provisioning = machine.properties.provisioningState?.toLowerCase()
  if (provisioning === 'deleting') return 'The virtual machine is being deleted.'
  if (verb === 'delete' || verb === 'connect') return undefined
  if (provisioning === 'creating') return 'The virtual machine is being created.'
  const power = powerStateOf(machine)
  if (verb === 'start') {
    return power === 'running' || power === 'starting' ? 'The virtual machine is running already.' : undefined
  }
  if (verb === 'restart') return power === 'running' ? undefined : 'The virtual machine is not running.'
  return power === 'deallocated' ? 'The virtual machine is stopped (deallocated) already.' : undefined
}
