import { describe, expect, it } from 'vitest'
import { detectCompute, explainRefusal, type HostFacts } from './detect.js'

describe('the reason why a host cannot run machines', () => {
  const willing: HostFacts = {
    platform: 'linux',
    userId: 1000,
    missingPrograms: [],
    maxUserNamespaces: '15000',
    unprivilegedClone: undefined,
    appArmorRestriction: undefined,
    seccompMode: '0',
  }
  it.each<[string, Partial<HostFacts>, string, string, RegExp, RegExp]>([
    ['another system', { platform: 'darwin' }, '', 'notLinux', /this is darwin/, /Linux/],
    [
      'no programs',
      { missingPrograms: ['unshare', 'ip'] },
      '',
      'missingPrograms',
      /: unshare, ip$/,
      /util-linux.*iproute2/,
    ],
    [
      'no namespaces',
      { maxUserNamespaces: '0' },
      'no space left',
      'userNamespacesDisabled',
      /max_user/,
      /max_user_namespaces=\d/,
    ],
    [
      'none for users',
      { unprivilegedClone: '0' },
      'EPERM',
      'userNamespacesDisabled',
      /userns_clone is 0/,
      /userns_clone=1/,
    ],
    ['none for users, asked by root', { unprivilegedClone: '0', userId: 0 }, 'EPERM', 'refused', /EPERM/, /doctor/],
    ['all in use', {}, 'unshare failed: No space left on device', 'noUserNamespacesLeft', /all 15000 /, /raise/],
    [
      'AppArmor',
      { appArmorRestriction: '1' },
      'mount: denied',
      'restrictedByAppArmor',
      /AppArmor/,
      /unprivileged_userns=0/,
    ],
    ['AppArmor, asked by root', { appArmorRestriction: '1', userId: 0 }, 'x', 'refused', /x/, /doctor/],
    [
      'a container',
      { seccompMode: '2' },
      'Operation not permitted',
      'refusedBySeccomp',
      /not permitted/,
      /seccomp=unconfined/,
    ],
    ['something else', {}, 'unshare: surprise', 'refused', /unshare: surprise/, /doctor/],
  ])('%s', (_case, facts, said, obstacle, reason, remedy) => {
    const explained = explainRefusal({ ...willing, ...facts }, said)
    expect(explained).toEqual({
      driver: 'metadata-only',
      obstacle,
      reason: expect.stringMatching(reason),
      remedy: expect.stringMatching(remedy),
    })
  })
})

describe('detectCompute', () => {
  it('answers, and never throws', async () => {
    expect(['netns', 'metadata-only']).toContain((await detectCompute()).driver)
  })
  it.runIf(process.platform === 'linux')('names the programs that are not installed', async () => {
    const { PATH } = process.env
    process.env.PATH = '/nowhere'
    try {
      expect(await detectCompute()).toMatchObject({
        obstacle: 'missingPrograms',
        reason: expect.stringContaining('unshare'),
      })
    } finally {
      process.env.PATH = PATH
    }
  })
})
