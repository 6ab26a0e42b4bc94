import { describe, expect, it } from 'vitest'
import { commands } from './commands.js'
import { runCommand } from './test-context.js'

const oneLine = /^[^\n]+\n$/

describe('a wrong command line', () => {
  it.each<[string, readonly string[], string]>([
    ['an unknown command', ['bogus'], "unknown command 'bogus'; see: lazulite --help"],
    ['a misspelt one', ['statu'], 'Did you mean status?'],
    ['an unknown command with --help', ['bogus', '--help'], "unknown command 'bogus'"],
    ['help of an unknown command', ['help', 'bogus'], "unknown command 'bogus'"],
    ['an unknown option', ['status', '-x'], "unknown option '-x'; see: lazulite status --help"],
    ['an unknown command of a command', ['vm', 'bogus'], "unknown command 'bogus'; see: lazulite vm --help"],
    ['a command of commands alone', ['vm'], 'lazulite vm needs one of: create, list, show, delete, shell, start, stop'],
    ['config alone', ['config'], 'lazulite config needs one of: print'],
    ['too many arguments', ['stop', 'it'], 'too many arguments'],
    ['an option without its value', ['status', '--data'], 'argument missing'],
    ['an empty data folder', ['status', '--data', ''], '--data must be a folder'],
    ['a port that is none', ['start', '--port', 'abc'], '--port must be a whole number from 0 to 65535'],
    ['a port out of range', ['start', '--port', '65536'], '--port must be a whole number from 0 to 65535'],
    ['doctor with a port that is none', ['doctor', '--port', '1.5'], 'must be a whole number from 0 to 65535'],
    ['an unknown log level', ['start', '--log-level', 'loud'], '--log-level must be one of'],
    ['a secret as a flag', ['start', '--admin-password', 'x'], "unknown option '--admin-password'"],
    [
      'an unknown format',
      ['env', '--format', 'xml'],
      'Allowed choices are sh, pwsh, dotenv, json; see: lazulite env --help',
    ],
    ['a group without a machine', ['env', '-g', 'G'], '-g needs -n'],
    ['a machine without a group', ['exec', '-n', 'vm1', '--', 'true'], '-n needs -g'],
    ['a machine named twice', ['token', '-g', 'G', '-n', 'V', '--vm', 'G/V'], 'give either --vm, or -g and -n'],
    ['a machine that is no id', ['token', '--vm', 'a/b/c'], "neither a virtual machine's id nor GROUP/NAME"],
    ['no machine', ['vm', 'show'], 'name a virtual machine with -g GROUP -n NAME'],
    ['exec of nothing', ['exec', '--'], 'name a command after --'],
    ['an unknown tutorial', ['tutorial', 'nope'], "no tutorial 'nope'; there are linux-vm-system-assigned"],
    ['access alone', ['access'], 'lazulite access needs one of: report'],
    ['a report on nobody', ['access', 'report'], 'name somebody with --principal, or a virtual machine'],
    ['a report since no time', ['access', 'report', '--principal', 'p', '--since', 'soon'], '--since soon is neither'],
    ['two forms of a report', ['access', 'report', '--vm', 'G/V', '--role', '--json'], 'give either --role or --json'],
    ['no shell', ['completion'], "missing required argument 'shell'; see: lazulite completion --help"],
    ['an unknown shell', ['completion', 'tcsh'], 'Allowed choices are bash, zsh, fish'],
    ['explain without a scope', ['explain', '--principal', 'p', '--action', 'a'], "required option '--scope <scope>'"],
  ])('%s is one line and exit status 2', async (_what, args, words) => {
    const { status, stdout, stderr } = await runCommand(args)
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(oneLine)
    expect(stderr).toContain(`error: `)
    expect(stderr).toContain(words)
  })
})

describe('a command that fails', () => {
  it.each<[readonly string[], string]>([
    [['status'], 'error: no server runs on /nonexistent/.local/state/lazulite; start one with: lazulite start\n'],
    [['stop', '--data', '/nowhere'], 'error: no server runs on /nowhere; start one with: lazulite start\n'],
    [['--data', '/nowhere', 'vm', 'list'], 'error: no server runs on /nowhere; start one with: lazulite start\n'],
    [['vm', '--data', '/nowhere', 'list'], 'error: no server runs on /nowhere; start one with: lazulite start\n'],
    [['credentials', '--data', '/nowhere'], 'error: no credentials in /nowhere yet: the first start makes them\n'],
    [
      ['explain', '--principal', 'p', '--action', 'a', '--scope', 's'],
      'error: no server runs on /nonexistent/.local/state/lazulite; start one with: lazulite start\n',
    ],
    [
      ['ssh', '-g', 'G', '-n', 'V'],
      'error: no server runs on /nonexistent/.local/state/lazulite; start one with: lazulite start\n',
    ],
    [['tutorial', 'windows-vm-system-assigned'], 'NotImplemented: lazulite tutorial windows-vm-system-assigned\n'],
    [['tutorial', 'windows-vm-user-assigned'], 'NotImplemented: lazulite tutorial windows-vm-user-assigned\n'],
    [['start', '--seed', 'f'], 'NotImplemented: --seed: seed files are not supported yet\n'],
    [['start', '--database', 'postgres://u:p@h/d'], 'NotImplemented: --database: PostgreSQL is not supported yet\n'],
  ])('lazulite %j says why in one line, exit status 1', async (args, expected) =>
    expect(await runCommand(args)).toEqual({ status: 1, stdout: '', stderr: expected }),
  )

  it('names the variable that is wrong', async () => {
    const { status, stderr } = await runCommand(['start'], { LAZULITE_PROT: '1' })
    expect([status, stderr]).toEqual([
      1,
      'error: LAZULITE_PROT is not an option of Lazulite; did you mean LAZULITE_PORT?\n',
    ])
  })
})

describe('which server is meant', () => {
  const variable = { LAZULITE_DATA: '/variable' }
  it.each<[readonly string[], string]>([
    [['status'], '/variable'],
    [['status', '--data', '/after'], '/after'],
    [['--data', '/before', 'status'], '/before'],
    [['--data', '/before', 'status', '--data', '/after'], '/after'],
    [['--data=/before', 'vm', 'show', '-g', 'G', '-n', 'V'], '/before'],
    [['vm', 'show', '-g', 'G', '-n', 'V', '--data', 'relative'], '/nonexistent/relative'],
    [['exec', '--data', '/after', '--', 'true', '--data', '/its-own'], '/after'],
  ])('lazulite %j: %s', async (args, folder) =>
    expect((await runCommand(args, variable)).stderr).toContain(`no server runs on ${folder};`),
  )
})

describe('what needs no server', () => {
  it.each<[readonly string[]]>([[[]], [['--help']], [['-h']], [['help']]])('lazulite %j shows help', async (args) => {
    const { status, stdout, stderr } = await runCommand(args)
    expect([status, stderr]).toEqual([0, ''])
    for (const { name } of commands) expect(stdout).toContain(`  ${name} `)
  })

  it.each(commands.map(({ name }) => name))('lazulite help %s is its --help', async (name) => {
    const help = await runCommand(['help', name])
    expect(help).toEqual(await runCommand([name, '--help']))
    expect([help.status, help.stderr]).toEqual([0, ''])
    expect(help.stdout).toMatch(new RegExp(`^Usage: lazulite ${name} `))
  })

  it('lists the tutorials, for people and as JSON', async () => {
    const people = await runCommand(['tutorial'])
    expect(people.status).toBe(0)
    const machines = JSON.parse((await runCommand(['tutorial', '--json'])).stdout)
    expect(machines.map(({ available }: { available: boolean }) => available)).toEqual([true, true, false, false])
    for (const { name } of machines) expect(people.stdout).toContain(name)
  })

  it('prints the configuration without its secrets', async () => {
    const secrets = { LAZULITE_ADMIN_PASSWORD: 'correct horse battery', LAZULITE_OPERATOR_SECRET: 'staple staple' }
    for (const args of [
      ['config', 'print'],
      ['config', 'print', '--json'],
      ['config', 'print', '--explain'],
    ]) {
      const { status, stdout } = await runCommand(args, secrets)
      expect(status).toBe(0)
      expect(stdout).toContain('********')
      for (const secret of Object.values(secrets)) expect(stdout).not.toContain(secret)
    }
  })
})
