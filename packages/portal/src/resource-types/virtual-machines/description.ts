import {
  DesktopRegular,
  HardDriveRegular,
  PersonKeyRegular,
  PlugConnectedRegular,
  PuzzlePieceRegular,
  ResizeRegular,
  ServerRegular,
  VirtualNetworkRegular,
} from '@fluentui/react-icons'
import type { BladeDescription, ResourceTypeDescription } from '../define.js'

/** Pages about the identities of a resource; virtual machines and scale sets have the same. */
export const identityBlades: readonly BladeDescription[] = [
  {
    id: 'identity',
    label: 'Identity',
    group: 'Security',
    icon: PersonKeyRegular,
    load: () => import('./identity/identity-page.js'),
  },
  {
    id: 'identityroles',
    label: 'Azure role assignments',
    icon: PersonKeyRegular,
    isPartOf: 'identity',
    load: () => import('./identity/identity-roles.js'),
  },
]

const missing = (what: string): string => `Not part of this cloud: ${what}`

export const virtualMachines: ResourceTypeDescription = {
  type: 'Microsoft.Compute/virtualMachines',
  singular: 'Virtual machine',
  plural: 'Virtual machines',
  icon: DesktopRegular,
  apiVersion: '2024-07-01',
  browse: { load: () => import('./browse-machines.js') },
  create: { load: () => import('./create/create-machine.js') },
  blades: [
    { id: 'overview', label: 'Overview', icon: DesktopRegular, load: () => import('./overview.js') },
    {
      id: 'connect',
      label: 'Connect',
      group: 'Connect',
      icon: PlugConnectedRegular,
      load: () => import('./connect.js'),
    },
    {
      id: 'bastion',
      label: 'Bastion',
      group: 'Connect',
      icon: ServerRegular,
      unavailable: missing('bastion hosts. "Connect" opens a terminal in the browser.'),
    },
    {
      id: 'networking',
      label: 'Network settings',
      group: 'Settings',
      icon: VirtualNetworkRegular,
      load: () => import('./networking.js'),
    },
    { id: 'disks', label: 'Disks', group: 'Settings', icon: HardDriveRegular, load: () => import('./disks.js') },
    { id: 'size', label: 'Size', group: 'Settings', icon: ResizeRegular, load: () => import('./size.js') },
    {
      id: 'extensions',
      label: 'Extensions + applications',
      group: 'Settings',
      icon: PuzzlePieceRegular,
      load: () => import('./extensions.js'),
    },
    ...identityBlades,
  ],
}
