/**
 * The platform images that exist: publishers, offers and skus with what machines made from them are like.
 *
 * Which ones: those that Azure CLI knows by an alias (2.91), those that its tests and those of other clients were recorded
 * with, and the current releases of the same systems; names as their publishers registered them. Decision: the versions,
 * in the form that each publisher uses, one or two of each; and every region has every image.
 */

import { type Json, textAt } from '../json.js'

export interface PlatformImage {
  readonly publisher: string
  readonly offer: string
  readonly sku: string
  readonly osType: 'Linux' | 'Windows'
  readonly generation: 'V1' | 'V2'
  readonly architecture: 'x64' | 'Arm64'
  /** Oldest first; the last is `latest`. */
  readonly versions: readonly string[]
  /** Size of the system disk, GB. */
  readonly diskSizeGB: number
  /** Whoever makes a machine from it has to accept terms, and says so by naming the image as plan. */
  readonly hasPlan: boolean
}

/** `sku` or `sku!generation`, `sku@architecture`; V1 and x64 go without saying. */
type SkuText = string

interface Offer {
  readonly publisher: string
  readonly offer: string
  readonly versions: readonly string[]
  readonly skus: readonly SkuText[]
  readonly osType?: 'Windows'
  readonly diskSizeGB?: number
  readonly hasPlan?: true
}

const offers: readonly Offer[] = [
  {
    publisher: 'Canonical',
    offer: 'UbuntuServer',
    versions: ['16.04.202106110', '16.04.202109281'],
    skus: ['16.04-LTS', '16.04.0-LTS', '16_04-lts-gen2!V2'],
  },
  {
    publisher: 'Canonical',
    offer: 'UbuntuServer',
    versions: ['18.04.202305220', '18.04.202306070'],
    skus: ['18.04-LTS', '18_04-lts-gen2!V2', '18_04-lts-arm64!V2@Arm64'],
  },
  {
    publisher: 'Canonical',
    offer: 'UbuntuServer',
    versions: ['14.04.201905140'],
    skus: ['14.04.5-LTS', '14.04.4-LTS'],
  },
  {
    publisher: 'Canonical',
    offer: '0001-com-ubuntu-server-focal',
    versions: ['20.04.202502240', '20.04.202505200'],
    skus: ['20_04-lts', '20_04-lts-gen2!V2', '20_04-lts-arm64!V2@Arm64'],
  },
  {
    publisher: 'Canonical',
    offer: '0001-com-ubuntu-server-jammy',
    versions: ['22.04.202601160', '22.04.202609100'],
    skus: ['22_04-lts', '22_04-lts-gen2!V2', '22_04-lts-arm64!V2@Arm64'],
  },
  {
    publisher: 'Canonical',
    offer: 'ubuntu-24_04-lts',
    versions: ['24.04.202601220', '24.04.202609170'],
    skus: ['server!V2', 'server-gen1', 'server-arm64!V2@Arm64', 'minimal!V2', 'minimal-gen1', 'minimal-arm64!V2@Arm64'],
  },
  {
    publisher: 'Canonical',
    offer: 'ubuntu-26_04-lts',
    versions: ['26.04.202609170'],
    skus: ['server!V2', 'server-gen1', 'server-arm64!V2@Arm64'],
  },
  {
    publisher: 'Debian',
    offer: 'debian-10',
    versions: ['0.20240703.1797'],
    skus: ['10', '10-gen2!V2', '10-backports', '10-backports-gen2!V2'],
  },
  {
    publisher: 'Debian',
    offer: 'debian-11',
    versions: ['0.20260112.2355', '0.20260904.2590'],
    skus: ['11', '11-gen2!V2', '11-backports', '11-backports-gen2!V2', '11-arm64!V2@Arm64'],
  },
  {
    publisher: 'Debian',
    offer: 'debian-12',
    versions: ['0.20260112.2355', '0.20260904.2590'],
    skus: ['12', '12-gen2!V2', '12-backports', '12-backports-gen2!V2', '12-arm64!V2@Arm64'],
  },
  {
    publisher: 'Debian',
    offer: 'debian-13',
    versions: ['0.20260112.2355', '0.20260904.2590'],
    skus: ['13', '13-gen2!V2', '13-arm64!V2@Arm64'],
  },
  {
    publisher: 'credativ',
    offer: 'Debian',
    versions: ['8.0.201901221', '9.0.201901221'],
    skus: ['8', '9', '9-backports'],
  },
  {
    publisher: 'RedHat',
    offer: 'RHEL',
    versions: ['7.9.2023062211'],
    skus: ['7-LVM', '7lvm-gen2!V2', '7_9', '79-gen2!V2'],
    diskSizeGB: 64,
  },
  {
    publisher: 'RedHat',
    offer: 'RHEL',
    versions: ['8.10.2025061913', '8.10.2026080512'],
    skus: ['8-lvm', '8-lvm-gen2!V2', '8_10', '810-gen2!V2', '8-gen2!V2'],
    diskSizeGB: 64,
  },
  {
    publisher: 'RedHat',
    offer: 'RHEL',
    versions: ['9.6.2025060412', '9.8.2026080513'],
    skus: ['9-lvm', '9-lvm-gen2!V2', '9-gen2!V2', '9_6', '96-gen2!V2'],
    diskSizeGB: 64,
  },
  {
    publisher: 'RedHat',
    offer: 'RHEL',
    versions: ['10.2.2026080514'],
    skus: ['10-lvm-gen2!V2', '10-gen2!V2'],
    diskSizeGB: 64,
  },
  {
    publisher: 'SUSE',
    offer: 'sles-15-sp3',
    versions: ['2024.05.10'],
    skus: ['gen1', 'gen2!V2'],
  },
  { publisher: 'SUSE', offer: 'sles-15-sp5', versions: ['2026.03.12'], skus: ['gen1', 'gen2!V2'] },
  { publisher: 'SUSE', offer: 'sles-15-sp6', versions: ['2026.08.20'], skus: ['gen1', 'gen2!V2'] },
  { publisher: 'SUSE', offer: 'openSUSE-leap-15-4', versions: ['2024.01.31'], skus: ['gen1', 'gen2!V2'] },
  { publisher: 'SUSE', offer: 'opensuse-leap-15-6', versions: ['2026.07.15'], skus: ['gen1', 'gen2!V2'] },
  {
    publisher: 'OpenLogic',
    offer: 'CentOS',
    versions: ['8.5.2022101801'],
    skus: ['8_5', '8_5-gen2!V2', '7_9', '7_9-gen2!V2', '7.5', '7.2', '6.9'],
  },
  { publisher: 'Oracle', offer: 'Oracle-Linux', versions: ['9.6.2'], skus: ['ol96-lvm', 'ol96-lvm-gen2!V2'] },
  {
    publisher: 'almalinux',
    offer: 'almalinux-x86_64',
    versions: ['9.6.2025061901'],
    skus: ['9-gen1', '9-gen2!V2', '8-gen2!V2'],
  },
  {
    publisher: 'kinvolk',
    offer: 'flatcar-container-linux-free',
    versions: ['4459.2.4'],
    skus: ['stable', 'stable-gen2!V2', 'beta-gen2!V2'],
    hasPlan: true,
  },
  {
    publisher: 'microsoftazurelinux',
    offer: 'azurelinux-4',
    versions: ['4.20260901.01'],
    skus: ['4!V2', '4-gen1', '4-arm64!V2@Arm64'],
  },
  {
    publisher: 'MicrosoftCBLMariner',
    offer: 'azure-linux-3',
    versions: ['3.20260801.01'],
    skus: ['azure-linux-3', 'azure-linux-3-gen2!V2', 'azure-linux-3-arm64!V2@Arm64'],
  },
  {
    publisher: 'MicrosoftWindowsServer',
    offer: 'WindowsServer',
    versions: ['20348.3932.250705', '20348.4405.260903'],
    skus: [
      ...['2022-datacenter', '2022-datacenter-g2!V2', '2022-datacenter-core', '2022-datacenter-core-g2!V2'],
      ...['2022-datacenter-azure-edition!V2', '2022-datacenter-azure-edition-core!V2'],
    ],
    osType: 'Windows',
  },
  {
    publisher: 'MicrosoftWindowsServer',
    offer: 'WindowsServer',
    versions: ['26100.4652.250705', '26100.6584.260903'],
    skus: [
      '2025-datacenter',
      '2025-datacenter-g2!V2',
      '2025-datacenter-azure-edition!V2',
      '2025-datacenter-core-g2!V2',
    ],
    osType: 'Windows',
  },
  {
    publisher: 'MicrosoftWindowsServer',
    offer: 'WindowsServer',
    versions: ['17763.7558.250705', '17763.7800.260903'],
    skus: ['2019-Datacenter', '2019-datacenter-gensecond!V2', '2019-Datacenter-Core', '2019-datacenter-core-g2!V2'],
    osType: 'Windows',
  },
  {
    publisher: 'MicrosoftWindowsServer',
    offer: 'WindowsServer',
    versions: ['14393.8246.250705', '14393.8400.260903'],
    skus: ['2016-Datacenter', '2016-datacenter-gensecond!V2', '2016-Datacenter-Server-Core'],
    osType: 'Windows',
  },
  {
    publisher: 'MicrosoftWindowsServer',
    offer: 'WindowsServer',
    versions: ['9600.21620.231004'],
    skus: ['2012-R2-Datacenter', '2012-r2-datacenter-gensecond!V2'],
    osType: 'Windows',
  },
  {
    publisher: 'MicrosoftWindowsServer',
    offer: 'WindowsServer',
    versions: ['9200.24523.231004'],
    skus: ['2012-Datacenter', '2012-datacenter-gensecond!V2'],
    osType: 'Windows',
  },
  {
    publisher: 'MicrosoftWindowsServer',
    offer: 'WindowsServer',
    versions: ['7601.24475.190626'],
    skus: ['2008-R2-SP1'],
    osType: 'Windows',
  },
  {
    publisher: 'MicrosoftWindowsDesktop',
    offer: 'windows-10',
    versions: ['19045.6093.250709'],
    skus: ['win10-22h2-pro', 'win10-22h2-pro-g2!V2', 'win10-22h2-avd', 'win10-22h2-avd-g2!V2'],
    osType: 'Windows',
  },
  {
    publisher: 'MicrosoftWindowsDesktop',
    offer: 'windows-11',
    versions: ['26100.4652.250705'],
    skus: ['win11-24h2-pro!V2', 'win11-24h2-avd!V2', 'win11-25h2-pro!V2'],
    osType: 'Windows',
  },
  {
    publisher: 'microsoft-aks',
    offer: 'aks',
    versions: ['2019.07.30'],
    skus: ['aks-ubuntu-1604-201907'],
    hasPlan: true,
  },
]

export const platformImages: readonly PlatformImage[] = offers.flatMap(
  ({ skus, osType: stated, diskSizeGB, hasPlan = false, ...named }) =>
    skus.map((text): PlatformImage => {
      const [, sku = text, generation, architecture] = /^([^!@]+)(?:!(V2))?(?:@(Arm64))?$/.exec(text) ?? []
      return {
        ...named,
        sku,
        osType: stated ?? 'Linux',
        generation: generation === 'V2' ? 'V2' : 'V1',
        architecture: architecture === 'Arm64' ? 'Arm64' : 'x64',
        diskSizeGB: diskSizeGB ?? (stated === 'Windows' ? 127 : 30),
        hasPlan,
      }
    }),
)

const keyOf = (publisher: string, offer: string, sku: string): string => `${publisher}:${offer}:${sku}`.toLowerCase()

const byKey = new Map(platformImages.map((image) => [keyOf(image.publisher, image.offer, image.sku), image]))

/** Names compare without case. */
export const findPlatformImage = (publisher: string, offer: string, sku: string): PlatformImage | undefined =>
  byKey.get(keyOf(publisher, offer, sku))

const offerKeys = new Set(platformImages.map(({ publisher, offer }) => `${publisher}:${offer}`.toLowerCase()))

/** Is every sku of the offer here? Azure has thousands of offers more. */
export const isCataloguedOffer = (publisher: string, offer: string): boolean =>
  offerKeys.has(`${publisher}:${offer}`.toLowerCase())

/**
 * The version that `version` (`latest`, or one in full) stands for.
 * Decision: any number is a version that the image has or had; publishers add and withdraw them every week.
 */
export function exactVersionOf({ versions }: PlatformImage, version: string): string | undefined {
  if (version.toLowerCase() === 'latest') return versions.at(-1)
  return /^\d+(\.\d+){1,3}$/.test(version) ? version : undefined
}

/** The image that a machine's `imageReference` names; `undefined` for images of galleries and for unknown ones. */
export const referencedImage = (reference: Json | undefined): PlatformImage | undefined => {
  const [publisher, offer, sku] = ['publisher', 'offer', 'sku'].map((name) => textAt(reference, name) ?? '')
  return findPlatformImage(publisher ?? '', offer ?? '', sku ?? '')
}
