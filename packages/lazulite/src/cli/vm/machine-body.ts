/**
 * The body of a virtual machine's PUT, from few options.
 *
 * Image names: `publisher:offer:sku:version` (the URN of `az vm create`), or a short name. Decision: the short names and what they
 * stand for are ours, most spelt as `az` spells its own.
 */
import type { JsonObject } from '../../domain/json.js'
import { usageError } from '../cli-error.js'

export interface MachineRequest {
  readonly name: string
  readonly location: string
  readonly image: string
  readonly size: string
  readonly adminUsername: string
  /** An OpenSSH public key; Linux only. */
  readonly sshKey: string
  /** Windows only. */
  readonly password: string
  /** Parts of `--assign-identity`: `[system]` and resource ids; undefined for no identity. */
  readonly identities?: readonly string[]
  readonly tags?: Readonly<Record<string, string>>
}

const images: Readonly<Record<string, readonly [publisher: string, offer: string, sku: string]>> = {
  ubuntu: ['Canonical', '0001-com-ubuntu-server-jammy', '22_04-lts-gen2'],
  ubuntu2204: ['Canonical', '0001-com-ubuntu-server-jammy', '22_04-lts-gen2'],
  ubuntu2404: ['Canonical', 'ubuntu-24_04-lts', 'server'],
  debian: ['Debian', 'debian-12', '12-gen2'],
  debian12: ['Debian', 'debian-12', '12-gen2'],
  windows: ['MicrosoftWindowsServer', 'WindowsServer', '2022-datacenter-g2'],
  win2022datacenter: ['MicrosoftWindowsServer', 'WindowsServer', '2022-datacenter-g2'],
  win2019datacenter: ['MicrosoftWindowsServer', 'WindowsServer', '2019-datacenter-gensecond'],
}

export const imageNames: readonly string[] = ['ubuntu', 'ubuntu2404', 'debian', 'windows', 'win2019datacenter']

/** @throws CliError (2) for an image that is neither a known name nor a URN */
export function imageReference(image: string): JsonObject {
  const [publisher, offer, sku, version = 'latest', ...rest] = images[image.toLowerCase()] ?? image.split(':')
  if (!publisher || !offer || !sku || rest.length > 0) {
    throw usageError(`image '${image}' is neither one of ${imageNames.join(', ')} nor publisher:offer:sku:version`)
  }
  return { publisher, offer, sku, version }
}

const isWindows = (reference: JsonObject): boolean => /windows/i.test(`${reference.publisher} ${reference.offer}`)

/** @throws CliError (2) for an unknown image or identity */
export function machineBody(request: MachineRequest): JsonObject {
  const reference = imageReference(request.image)
  return {
    location: request.location,
    ...(request.tags === undefined ? {} : { tags: request.tags }),
    ...(request.identities === undefined ? {} : { identity: identityBlock(request.identities) }),
    properties: {
      hardwareProfile: { vmSize: request.size },
      storageProfile: {
        imageReference: reference,
        osDisk: { createOption: 'FromImage', caching: 'ReadWrite', managedDisk: { storageAccountType: 'Premium_LRS' } },
      },
      osProfile: {
        computerName: computerName(request.name, isWindows(reference)),
        adminUsername: request.adminUsername,
        ...(isWindows(reference) ? { adminPassword: request.password } : linuxSignIn(request)),
      },
    },
  }
}

/** A Windows name has at most 15 characters. */
const computerName = (name: string, windows: boolean): string => (windows ? name.slice(0, 15) : name)

const linuxSignIn = ({ sshKey, adminUsername }: MachineRequest): JsonObject => ({
  linuxConfiguration: {
    disablePasswordAuthentication: true,
    ssh: { publicKeys: [{ path: `/home/${adminUsername}/.ssh/authorized_keys`, keyData: sshKey }] },
  },
})

/** `--assign-identity` without a value, or with `[system]`, is the system-assigned one; anything else is a resource id. */
export function identityBlock(identities: readonly string[]): JsonObject {
  const isSystem = (text: string): boolean => /^\[?system\]?$/i.test(text)
  const ids = identities.filter((text) => !isSystem(text))
  const wrong = ids.find((id) => !/\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/[^/]+$/i.test(id))
  if (wrong !== undefined)
    throw usageError(`'${wrong}' is neither [system] nor the resource id of a user-assigned identity`)
  const hasSystem = identities.length === 0 || identities.some(isSystem)
  if (ids.length === 0) return { type: 'SystemAssigned' }
  return {
    type: hasSystem ? 'SystemAssigned, UserAssigned' : 'UserAssigned',
    userAssignedIdentities: Object.fromEntries(ids.map((id) => [id, {}])),
  }
}
