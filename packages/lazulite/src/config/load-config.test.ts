import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigError } from './config-error.js'
import { describeConfig, hidden } from './describe-config.js'
import { isLoopback, type LoadConfigInput, loadConfig, refuseUnchosen, refuseUnsafe } from './load-config.js'
import { configNames, configSchema, environmentName, flagName, kindOf, secretNames } from './schema.js'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lazulite-config-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const input = (over: Partial<LoadConfigInput> = {}): LoadConfigInput => ({
  ...{ env: {}, platform: 'linux', home, workingFolder: home, flags: {} },
  ...over,
})

function write(path: string, content: string): string {
  const file = join(home, path)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, content)
  return file
}

const refusal = (over: Partial<LoadConfigInput>): { code: string; message: string } => {
  try {
    loadConfig(input(over))
  } catch (error) {
    if (error instanceof ConfigError) return { code: error.code, message: error.message }
    throw error
  }
  throw new Error('it was accepted')
}

describe('loadConfig', () => {
  it('needs nothing: every default is a valid value', () => {
    expect(loadConfig(input()).config).toEqual({
      port: 4430,
      host: '127.0.0.1',
      data: join(home, '.local/state/lazulite'),
      memory: false,
      logFormat: 'pretty',
      logLevel: 'info',
      tenantId: '10000000-0000-4000-8000-000000000001',
      subscriptionId: '20000000-0000-4000-8000-000000000001',
      tenantDomain: 'lazulite.onmicrosoft.com',
      operatorClientId: '30000000-0000-4000-8000-000000000001',
      managedIdentityTokenLifetime: 86_400,
      applicationTokenLifetime: 3_599,
      rolePropagationDelay: 0,
      groupMembershipDelay: 0,
      computeDriver: 'auto',
      sshPort: 22_100,
      allowHttpIssuers: false,
      allowControls: false,
    })
  })

  it('lets the environment win over the file, and flags over both', () => {
    const file = write('lazulite.json', '{ "port": 1001, "logLevel": "warn", "host": "::1" }')
    const env = { LAZULITE_PORT: '1002', LAZULITE_LOG_LEVEL: 'error' }
    const { config, sources, file: read } = loadConfig(input({ file, env, flags: { port: '1003' } }))
    expect([config.port, config.logLevel, config.host, config.logFormat]).toEqual([1003, 'error', '::1', 'pretty'])
    expect([sources.port, sources.logLevel, sources.host, sources.logFormat]).toEqual([
      'flag',
      'environment',
      'file',
      'default',
    ])
    expect(read).toBe(file)
  })

  it('reads the file in the data folder, if there is one', () => {
    write('cloud/lazulite.config.json', '{ "port": 7 }')
    expect(loadConfig(input({ flags: { data: 'cloud' } })).config).toMatchObject({ port: 7, data: join(home, 'cloud') })
    expect(loadConfig(input({ env: { LAZULITE_DATA: 'cloud' } })).config.port).toBe(7)
    expect(loadConfig(input({ flags: { data: 'elsewhere' } })).config.port).toBe(4430)
  })

  it('takes paths of the file relative to the file, and others to the working folder', () => {
    const file = write('etc/lazulite.json', '{ "data": "state" }')
    expect(loadConfig(input({ env: { LAZULITE_CONFIG: file } })).config.data).toBe(join(home, 'etc/state'))
    expect(loadConfig(input({ file: 'etc/lazulite.json', env: { LAZULITE_DATA: 'state' } })).config.data).toBe(
      join(home, 'state'),
    )
  })

  it.each([
    ['true', true],
    ['1', true],
    ['YES', true],
    ['off', false],
    ['0', false],
  ])('reads LAZULITE_MEMORY=%s as %s', (text, expected) => {
    expect(loadConfig(input({ env: { LAZULITE_MEMORY: text } })).config.memory).toBe(expected)
  })

  it('takes an empty variable for an absent one', () => {
    expect(loadConfig(input({ env: { LAZULITE_PORT: '', LAZULITE_DATA: '', LAZULITE_CONFIG: '' } })).sources.port).toBe(
      'default',
    )
  })

  it.each([
    [
      'a port above 65535',
      { flags: { port: '65536' } },
      'invalidFlag',
      '--port must be a whole number from 0 to 65535',
    ],
    ['a port with a sign', { flags: { port: '-1' } }, 'invalidFlag', '--port must be a whole number from 0 to 65535'],
    [
      'a port that is no number',
      { env: { LAZULITE_PORT: '0x1' } },
      'invalidOption',
      'LAZULITE_PORT must be a whole number from 0 to 65535',
    ],
    [
      'an unknown log format',
      { flags: { logFormat: 'xml' } },
      'invalidFlag',
      '--log-format must be one of pretty, json',
    ],
    [
      'a tenant id that is no GUID',
      { env: { LAZULITE_TENANT_ID: 'contoso' } },
      'invalidOption',
      'LAZULITE_TENANT_ID must be a GUID',
    ],
    [
      'a domain without a dot',
      { flags: { tenantDomain: 'contoso' } },
      'invalidFlag',
      '--tenant-domain must be a domain name',
    ],
    [
      'another database',
      { flags: { database: 'mysql://x' } },
      'invalidFlag',
      '--database must be a postgres:// address',
    ],
    ['a maybe', { env: { LAZULITE_MEMORY: 'maybe' } }, 'invalidOption', 'LAZULITE_MEMORY must be true or false'],
    [
      'a short secret',
      { env: { LAZULITE_ADMIN_PASSWORD: 'hunter2' } },
      'invalidOption',
      'LAZULITE_ADMIN_PASSWORD must have at least 8 characters',
    ],
    [
      'a token that is never valid',
      { flags: { applicationTokenLifetime: '0' } },
      'invalidFlag',
      '--application-token-lifetime must be a whole number from 1 to 31536000',
    ],
    [
      'a misspelt variable',
      { env: { LAZULITE_PROT: '1' } },
      'unknownOption',
      'LAZULITE_PROT is not an option of Lazulite; did you mean LAZULITE_PORT?',
    ],
    [
      'a variable of no kind',
      { env: { LAZULITE_COLOUR: '1' } },
      'unknownOption',
      'LAZULITE_COLOUR is not an option of Lazulite',
    ],
  ])('refuses %s and names the place', (_what, over, code, message) => {
    expect(refusal(over as Partial<LoadConfigInput>)).toEqual({ code, message })
  })

  it.each([
    ['{ "prot": 1 }', 'unknownOption', ': prot is not an option of Lazulite; did you mean port?'],
    ['{ "log-format": "json" }', 'unknownOption', ': log-format is not an option of Lazulite; did you mean logFormat?'],
    ['{ "port": "4430" }', 'invalidOption', ': "port" must be a whole number from 0 to 65535'],
    ['{ "memory": 1 }', 'invalidOption', ': "memory" must be true or false'],
    ['{ "memory": null }', 'invalidOption', ': "memory" must be true or false'],
    ['[]', 'unreadableFile', ' must hold one JSON object'],
  ])('refuses a file with %s', (content, code, end) => {
    const file = write('lazulite.json', content)
    const { code: actual, message } = refusal({ file })
    expect(actual).toBe(code)
    expect(message.endsWith(`${file}${end}`)).toBe(true)
  })

  it('refuses a file that is not JSON, is not there, or moves the folder it lies in', () => {
    expect(refusal({ file: write('broken.json', '{ port: 1 }') }).message).toContain('is not JSON')
    expect(refusal({ file: 'absent.json' })).toEqual({
      code: 'unreadableFile',
      message: `configuration file ${join(home, 'absent.json')}: there is no such file`,
    })
    const inside = write('cloud/lazulite.config.json', '{ "data": "/tmp" }')
    expect(refusal({ flags: { data: 'cloud' } }).message).toBe(
      `${inside}: "data" cannot be set by the file inside the data folder`,
    )
  })
})

describe('refuseUnsafe', () => {
  it.each([
    ['127.0.0.1', true],
    ['127.8.8.8', true],
    ['::1', true],
    ['localhost', true],
    ['0.0.0.0', false],
    ['::', false],
    ['192.168.1.2', false],
    ['127.0.0.1.example', false],
  ])('%s is loopback: %s', (host, expected) => expect(isLoopback(host)).toBe(expected))

  const chosen = { adminPassword: 'eleven char' }
  it.each([
    ['a short password beyond loopback', { host: '0.0.0.0', allowControls: false }, chosen, true],
    ['the same password on loopback', { host: '127.0.0.1', allowControls: false }, chosen, false],
    [
      'a long password beyond loopback',
      { host: '0.0.0.0', allowControls: false },
      { adminPassword: 'twelve chars' },
      false,
    ],
    ['a short operator secret', { host: '::', allowControls: false }, { operatorSecret: 'secret12345' }, true],
    ['generated credentials', { host: '0.0.0.0', allowControls: false }, {}, false],
    ['controls beyond loopback', { host: '0.0.0.0', allowControls: true }, {}, true],
    ['controls on loopback', { host: '::1', allowControls: true }, {}, false],
  ])('%s', (_what, config, secrets, isRefused) => {
    const attempt = () => refuseUnsafe(config, secrets)
    if (isRefused) expect(attempt).toThrow(ConfigError)
    else expect(attempt).not.toThrow()
  })

  it.each([
    ['no credentials', '0.0.0.0', {}, 'LAZULITE_ADMIN_PASSWORD and LAZULITE_OPERATOR_SECRET'],
    ['only a password', '::', { adminPassword: 'long enough a password' }, 'set LAZULITE_OPERATOR_SECRET'],
    ['both', '0.0.0.0', { adminPassword: 'long enough a password', operatorSecret: 'long enough a secret' }, undefined],
    ['none on loopback', '127.0.0.1', {}, undefined],
  ])('at first start, %s on %s', (_what, host, chosen, problem) => {
    const attempt = () => refuseUnchosen({ host, ...chosen })
    if (problem === undefined) expect(attempt).not.toThrow()
    else expect(attempt).toThrow(problem)
  })

  it('looks at the secrets of the configuration itself', () => {
    expect(refusal({ flags: { host: '0.0.0.0' }, env: { LAZULITE_ADMIN_PASSWORD: 'short-one' } }).code).toBe(
      'unsafeListener',
    )
  })
})

describe('every option', () => {
  it.each(configNames)('%s has a sentence, one variable and one flag', (name) => {
    expect(configSchema.shape[name].description).toMatch(/\.$/)
    expect(environmentName(name)).toMatch(/^LAZULITE_[A-Z]+(_[A-Z]+)*$/)
    expect(flagName(name)).toMatch(/^[a-z]+(-[a-z]+)*$/)
    expect(['number', 'boolean', 'text']).toContain(kindOf(name))
  })
})

describe('describeConfig', () => {
  it('replaces secrets, also the password in a database address', () => {
    const env = {
      LAZULITE_ADMIN_PASSWORD: 'correct horse',
      LAZULITE_OPERATOR_SECRET: 'battery staple',
      LAZULITE_DATABASE: 'postgres://cloud:p@ss@db/lazulite',
    }
    const described = describeConfig(loadConfig(input({ env })))
    const shown = JSON.stringify(described)
    for (const secret of ['correct horse', 'battery staple', 'p@ss']) expect(shown).not.toContain(secret)
    expect(described.find(({ name }) => name === 'adminPassword')).toMatchObject({
      value: hidden,
      source: 'environment',
    })
    expect(described.filter(({ flag }) => flag === undefined).map(({ name }) => name)).toEqual([...secretNames])
  })

  it('says that an unset secret is unset', () => {
    const described = describeConfig(loadConfig(input()))
    expect(described.find(({ name }) => name === 'operatorSecret')).toMatchObject({ value: null, source: 'default' })
  })
})
