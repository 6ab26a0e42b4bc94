import { describe, expect, it } from 'vitest'
import { resolveDataFolder } from './default-data-folder.js'

const around = { env: {}, platform: 'linux', home: '/home/ada', workingFolder: '/srv' } as const

describe('resolveDataFolder', () => {
  it.each([
    ['the state folder of XDG', undefined, {}, 'linux', '/home/ada/.local/state/lazulite'],
    ['XDG_STATE_HOME', undefined, { XDG_STATE_HOME: '/state' }, 'linux', '/state/lazulite'],
    [
      'not a relative XDG_STATE_HOME',
      undefined,
      { XDG_STATE_HOME: 'state' },
      'linux',
      '/home/ada/.local/state/lazulite',
    ],
    [
      'Application Support on macOS',
      undefined,
      { XDG_STATE_HOME: '/s' },
      'darwin',
      '/home/ada/Library/Application Support/lazulite',
    ],
    ['LAZULITE_DATA', undefined, { LAZULITE_DATA: 'cloud' }, 'linux', '/srv/cloud'],
    ['not an empty LAZULITE_DATA', undefined, { LAZULITE_DATA: '' }, 'linux', '/home/ada/.local/state/lazulite'],
    ['the flag before LAZULITE_DATA', '/flag', { LAZULITE_DATA: '/env' }, 'linux', '/flag'],
  ] as const)('takes %s', (_what, flag, env, platform, expected) => {
    expect(resolveDataFolder(flag, { ...around, env, platform })).toBe(expected)
  })
})
