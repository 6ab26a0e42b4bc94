import { describe, expect, it } from 'vitest'
import { publicNames } from '../../domain/public-names.js'
import { filesFirst, hostsFile, localhostLines, safeHostName } from './guest-files.js'

describe('the hosts file of a machine', () => {
  it.each([
    ['127.0.0.1 localhost\n', '127.0.0.1 localhost\n', 'an ordinary host'],
    ['127.0.0.1\tlocalhost\n127.0.1.1 mine\n10.0.0.9 db\n', '127.0.0.1\tlocalhost\n', "the host's own and other names"],
    [
      '::1 ip6-localhost ip6-loopback\nff02::1 ip6-allnodes',
      '::1 ip6-localhost ip6-loopback\nff02::1 ip6-allnodes\n',
      'IPv6',
    ],
    ['# 127.0.0.1 localhost\n10.0.0.1 db # localhost\n', '127.0.0.1 localhost\n::1 localhost\n', 'comments'],
    ['', '127.0.0.1 localhost\n::1 localhost\n', 'none'],
  ])('keeps of %j only localhost', (hosts, kept) => expect(localhostLines(hosts)).toBe(kept))

  it('names the machine and every public Azure name', () => {
    expect(hostsFile('127.0.0.1 localhost\n', 'linux-1')).toBe(
      ['127.0.0.1 localhost', '127.0.1.1 linux-1', ...publicNames.map((name) => `10.255.255.1 ${name}`), ''].join('\n'),
    )
  })

  it.each([
    ['linux-1', 'linux-1'],
    ['evil\n6.6.6.6 management.azure.com', 'evil-6.6.6.6-management.azure.com'],
    ['--help', 'help'],
    ['', 'vm'],
    ['x'.repeat(70), 'x'.repeat(64)],
    ['größe', 'gr--e'],
  ])('takes from the computer name %j only what a host name may hold', (name, safe) => {
    expect(safeHostName(name)).toBe(safe)
  })
})

describe('name lookup in a machine', () => {
  it.each([
    ['passwd: files\nhosts: mymachines resolve [!UNAVAIL=return] files dns\n', 'passwd: files\nhosts: files dns\n'],
    ['passwd: files\n', 'passwd: files\nhosts: files dns\n'],
    [' hosts : dns\nservices: db\n', 'services: db\nhosts: files dns\n'],
  ])('asks the hosts file first: %j', (given, changed) => expect(filesFirst(given)).toBe(changed))
})
