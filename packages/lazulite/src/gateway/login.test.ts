import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { acceptsVariable, greeting, homeFiles, type Login, loginEnvironment, shellArguments } from './login.js'

const login: Login = {
  ...{ user: 'azureuser', vmId: 'id', machineName: 'web-1', computerName: 'web-1', isWindows: false, isInside: true },
  ...{ home: '/data/home/azureuser', client: '127.0.0.1 50000', server: '127.0.0.1 22100' },
}

describe('acceptsVariable', () => {
  it.each([
    ['LANG', 'de_DE.UTF-8', 0, true],
    ['LC_ALL', 'C', 0, true],
    ['TZ', 'Europe/Berlin', 0, true],
    ['LANGUAGE', 'de', 0, false],
    ['lc_all', 'C', 0, false],
    ['LC_ALL\n', 'C', 0, false],
    ['PATH', '/tmp', 0, false],
    ['LD_PRELOAD', '/tmp/x.so', 0, false],
    ['LANG', 'x'.repeat(4_096), 0, true],
    ['LANG', 'x'.repeat(4_097), 0, false],
    ['LANG', 'a\0b', 0, false],
    ['LANG', 'C', 32, false],
  ])('%j', (name, value, count, expected) => expect(acceptsVariable(name, value, count)).toBe(expected))
})

describe('the environment of a session', () => {
  it('is the user’s own, with what the client sent', () => {
    expect(loginEnvironment(login, new Map([['LC_PAPER', 'de_DE']]))).toEqual({
      LANG: 'C.UTF-8',
      LC_PAPER: 'de_DE',
      HOME: '/data/home/azureuser',
      USER: 'azureuser',
      LOGNAME: 'azureuser',
      SSH_CONNECTION: '127.0.0.1 50000 127.0.0.1 22100',
      SSH_CLIENT: '127.0.0.1 50000 22100',
    })
  })
})

describe('the shell', () => {
  const runs = (parts: Partial<Login>, command?: string): string => {
    const [file = '', ...args] = shellArguments({ ...login, ...parts }, command)
    const input = command === undefined ? { input: 'echo "read $0"' } : {}
    return execFileSync(file, args, { encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'], ...input })
  }
  it('gets a command as one text, whatever is in it', () => {
    expect(runs({}, `echo "a  b" '$HOME' | cat; echo "$SHELL"`)).toMatch(/^a {2}b \$HOME\n\/.*sh\n$/)
  })
  it('reads commands when there is none', () => expect(runs({})).toMatch(/^read .*sh\n$/))
  it('copies files to a Windows machine with scp itself', () => {
    expect(runs({ isWindows: true }, 'scp -h 2>/dev/null; echo still a shell')).toBe('still a shell\n')
  })
})

describe('the prompt', () => {
  const prompted = (names: Pick<Login, 'user' | 'computerName'>): string => {
    const home = mkdtempSync(join(tmpdir(), 'lazulite-home-'))
    onTestFinished(() => rmSync(home, { recursive: true, force: true }))
    for (const [name, content] of Object.entries(homeFiles(names))) writeFileSync(join(home, name), content)
    const show = 'set -i; . "$HOME/.profile"; printf %s "$PS1"'
    return execFileSync('sh', ['-ic', show], {
      encoding: 'utf8',
      env: { HOME: home, PATH: process.env.PATH },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  }
  it('is Ubuntu’s', () => expect(prompted({ user: 'azureuser', computerName: 'web-1' })).toBe('azureuser@web-1:$PWD$ '))
  it('runs nothing that stands in a name', () => {
    expect(prompted({ user: "it's $(id)", computerName: '`id`\\u' })).toBe('it-s --id-@-id--u:$PWD$ ')
  })
})

describe('the greeting', () => {
  it.each([
    [true, 'web-1, a machine of Lazulite: its network is its own, its files are those of this computer.\r\n'],
    [
      false,
      'web-1, a machine of Lazulite without namespaces: programs run on this computer, with the variables of the machine.\r\n',
    ],
  ])('says what the machine is (inside: %s)', (isInside, expected) =>
    expect(greeting({ ...login, isInside })).toBe(expected),
  )
})
