import { describe, expect, it } from 'vitest'
import { exactVersionOf, findPlatformImage, platformImages } from './platform-images.js'

describe('platform images', () => {
  it('are named once each', () => {
    const names = platformImages.map(({ publisher, offer, sku }) => `${publisher}:${offer}:${sku}`.toLowerCase())
    expect(new Set(names).size).toBe(names.length)
  })

  it('are found whatever the case, with what machines need to know', () => {
    expect(findPlatformImage('canonical', 'UBUNTU-24_04-lts', 'Server-Arm64')).toEqual({
      publisher: 'Canonical',
      offer: 'ubuntu-24_04-lts',
      sku: 'server-arm64',
      osType: 'Linux',
      generation: 'V2',
      architecture: 'Arm64',
      versions: ['24.04.202601220', '24.04.202609170'],
      diskSizeGB: 30,
      hasPlan: false,
    })
    expect(findPlatformImage('Canonical', 'ubuntu-24_04-lts', 'desktop')).toBeUndefined()
  })

  // The aliases of Azure CLI 2.91.
  it.each([
    'microsoftazurelinux:azurelinux-4:4',
    'microsoftazurelinux:azurelinux-4:4-arm64',
    'microsoftazurelinux:azurelinux-4:4-gen1',
    'OpenLogic:CentOS:8_5-gen2',
    'Debian:debian-11:11-backports-gen2',
    'kinvolk:flatcar-container-linux-free:stable-gen2',
    'SUSE:openSUSE-leap-15-4:gen2',
    'RedHat:RHEL:8-lvm-gen2',
    'SUSE:sles-15-sp3:gen2',
    'Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2',
    'MicrosoftWindowsServer:WindowsServer:2022-datacenter-g2',
    'MicrosoftWindowsServer:WindowsServer:2022-datacenter-azure-edition-core',
    'MicrosoftWindowsServer:WindowsServer:2019-datacenter-gensecond',
    'MicrosoftWindowsServer:WindowsServer:2016-datacenter-gensecond',
    'MicrosoftWindowsServer:WindowsServer:2012-R2-Datacenter',
    'MicrosoftWindowsServer:WindowsServer:2012-Datacenter',
  ])('have %s, which a client knows by an alias', (urn) => {
    const [publisher = '', offer = '', sku = ''] = urn.split(':')
    const image = findPlatformImage(publisher, offer, sku)
    expect(image).toMatchObject({ publisher, offer, sku, osType: publisher.includes('Windows') ? 'Windows' : 'Linux' })
  })

  it('have a latest version, and whatever else looks like one', () => {
    for (const image of platformImages) {
      expect(exactVersionOf(image, 'Latest')).toBe(image.versions.at(-1))
      expect(exactVersionOf(image, '22.04.202301010')).toBe('22.04.202301010')
      for (const wrong of ['newest', '22', '', 'v1.0.0', '1.0.']) expect(exactVersionOf(image, wrong)).toBeUndefined()
      expect(image.versions).toEqual([...image.versions].sort())
    }
  })
})
