/**
 * The images that "Create a virtual machine" offers, most used first. Names as Azure's portal writes them; publishers,
 * offers and skus as their publishers registered them. Decision: a short list; az takes every image of the cloud.
 */

export interface OfferedImage {
  readonly label: string
  readonly isWindows: boolean
  readonly publisher: string
  readonly offer: string
  readonly sku: string
}

const linux = (label: string, publisher: string, offer: string, sku: string): OfferedImage => ({
  ...{ label, publisher, offer, sku },
  isWindows: false,
})

const windows = (label: string, sku: string): OfferedImage => ({
  ...{ label, publisher: 'MicrosoftWindowsServer', offer: 'WindowsServer', sku },
  isWindows: true,
})

export const defaultImage = linux('Ubuntu Server 24.04 LTS - x64 Gen2', 'Canonical', 'ubuntu-24_04-lts', 'server')

export const offeredImages: readonly OfferedImage[] = [
  defaultImage,
  linux('Ubuntu Server 22.04 LTS - x64 Gen2', 'Canonical', '0001-com-ubuntu-server-jammy', '22_04-lts-gen2'),
  linux('Debian 13 "Trixie" - x64 Gen2', 'Debian', 'debian-13', '13-gen2'),
  linux('Debian 12 "Bookworm" - x64 Gen2', 'Debian', 'debian-12', '12-gen2'),
  linux('Red Hat Enterprise Linux 9.6 (LVM) - x64 Gen2', 'RedHat', 'RHEL', '96-gen2'),
  linux('SUSE Enterprise Linux 15 SP6 - x64 Gen2', 'SUSE', 'sles-15-sp6', 'gen2'),
  windows('Windows Server 2025 Datacenter: Azure Edition - x64 Gen2', '2025-datacenter-azure-edition'),
  windows('Windows Server 2022 Datacenter: Azure Edition - x64 Gen2', '2022-datacenter-azure-edition'),
  windows('Windows Server 2019 Datacenter - x64 Gen2', '2019-datacenter-gensecond'),
]

/** In form and link: `publisher:offer:sku`. */
export const imageKey = ({ publisher, offer, sku }: OfferedImage): string => `${publisher}:${offer}:${sku}`

export const imageOf = (key: string): OfferedImage => offeredImages.find((one) => imageKey(one) === key) ?? defaultImage
