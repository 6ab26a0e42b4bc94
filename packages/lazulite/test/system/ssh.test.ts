/**
 * SSH into virtual machines with the real OpenSSH programs, against the built product: who may sign in, what a session is,
 * files, forwarding, and what stays over a restart.
 */
import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { spawn as spawnAtTerminal } from '@lydell/node-pty'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { detectCompute } from '../../src/compute/detect.js'
import { findExecutable } from '../../src/compute/netns/executables.js'
import { execute, isBuilt, type Launcher, LazuliteProcess, subscriptionId } from './lazulite-process.js'

const support = await detectCompute()
const missing = ['ssh', 'scp', 'sftp', 'ssh-keygen'].filter((name) => findExecutable(name) === undefined)
const obstacle =
  missing.length > 0
    ? `not installed: ${missing.join(', ')} (package openssh-client)`
    : support.driver !== 'netns'
      ? support.reason
      : isBuilt
        ? undefined
        : 'not built: npm run build'

const password = 'Correct-Horse-1'
const group = `/subscriptions/${subscriptionId}/resourceGroups/Dev`

interface Result {
  readonly status: number
  readonly stdout: Buffer
  readonly stderr: string
}

const run = (
  file: string,
  args: readonly string[],
  { input = '', env = {} }: { input?: string | Buffer; env?: NodeJS.ProcessEnv } = {},
): Promise<Result> =>
  new Promise((done) => {
    const child = spawn(file, [...args], { env: { ...process.env, ...env }, timeout: 15_000 })
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []]
    child.stdout.on('data', (part: Buffer) => stdout.push(part))
    child.stderr.on('data', (part: Buffer) => stderr.push(part))
    child.stdin.on('error', () => {})
    child.once('close', (status) =>
      done({ status: status ?? -1, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() }),
    )
    child.stdin.end(input)
  })

const program = join(import.meta.dirname, '../../bin/lazulite.mjs')

describe.skipIf(obstacle !== undefined)(`ssh${obstacle === undefined ? '' : ` (SKIPPED: ${obstacle})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'lazulite-ssh-'))
  const key = join(folder, 'id')
  const otherKey = join(folder, 'other')
  let server: LazuliteProcess
  let ids: Record<string, string>

  const doorOf = (name: string): { port: number; knownHosts: string } => {
    const machine = join(server.data, 'machines', ids[name] ?? '')
    return {
      port: JSON.parse(readFileSync(join(machine, 'ssh.json'), 'utf8')).port,
      knownHosts: join(machine, 'known_hosts'),
    }
  }
  /** Options for ssh, scp and sftp alike. */
  const options = (name: string, identity = key): string[] => {
    const { knownHosts } = doorOf(name)
    const trust = [
      '-o',
      `UserKnownHostsFile=${knownHosts}`,
      '-o',
      'StrictHostKeyChecking=yes',
      '-o',
      'UpdateHostKeys=no',
    ]
    return ['-F', 'none', ...trust, '-o', 'IdentitiesOnly=yes', '-o', 'BatchMode=yes', '-i', identity]
  }
  const ssh = (name: string, command: string, input: string | Buffer = '') =>
    run('ssh', [...options(name), '-p', String(doorOf(name).port), 'me@localhost', command], { input })
  const said = ({ status, stdout }: Result) => [status, stdout.toString()]
  const events = async (kind: string) => {
    const { body } = await server.arm('GET', `/_lazulite/events?kind=${kind}`)
    return (body as { value: { facts: Record<string, unknown>; subject: string }[] }).value
  }
  const createMachine = async (name: string, osProfile: object): Promise<string> => {
    const { status, body } = await server.arm(
      'PUT',
      `${group}/providers/Microsoft.Compute/virtualMachines/${name}?api-version=2024-07-01`,
      {
        location: 'westus2',
        identity: { type: 'SystemAssigned' },
        properties: {
          hardwareProfile: { vmSize: 'Standard_DS1_v2' },
          storageProfile: {
            imageReference: { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' },
          },
          osProfile: { computerName: name, adminUsername: 'me', ...osProfile },
          networkProfile: { networkInterfaces: [] },
        },
      },
    )
    expect([status, body]).toEqual([201, expect.anything()])
    await running(name)
    return (body as { properties: { vmId: string } }).properties.vmId
  }
  /** `exec` waits until the machine can be entered; its SSH server opens with it. */
  const running = async (name: string): Promise<void> => {
    for (;;) {
      const { status, stderr } = await server.inside('Dev', name, 'true')
      if (status === 0) return
      if (!/not running/.test(stderr)) throw new Error(stderr)
    }
  }

  beforeAll(async () => {
    for (const file of [key, otherKey]) await execute('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file])
    await execute('ssh-keygen', ['-q', '-t', 'rsa', '-N', '', '-f', join(folder, 'rsa')])
    server = await LazuliteProcess.start(LazuliteProcess.newData())
    await server.arm('PUT', `${group}?api-version=2021-04-01`, { location: 'westus2' })
    const publicKeys = [key, join(folder, 'rsa')].map((file) => ({
      path: '/home/me/.ssh/authorized_keys',
      keyData: readFileSync(`${file}.pub`, 'utf8'),
    }))
    ids = {
      web: await createMachine('web', {
        adminPassword: password,
        linuxConfiguration: { disablePasswordAuthentication: false, ssh: { publicKeys } },
      }),
    }
    ids.locked = await createMachine('locked', {
      linuxConfiguration: { disablePasswordAuthentication: true, ssh: { publicKeys } },
    })
  }, 60_000)
  afterAll(async () => {
    await server.destroy()
    rmSync(folder, { recursive: true, force: true })
  })

  describe('signing in', () => {
    it('takes the key of the machine’s record, and says so in the audit log', async () => {
      expect(said(await ssh('web', 'echo "$USER on $(hostname)"'))).toEqual([0, 'me on web\n'])
      const { stdout } = await execute('ssh-keygen', ['-l', '-f', key])
      expect((await events('ssh.opened')).map(({ facts, subject }) => ({ ...facts, subject }))).toContainEqual({
        client: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
        user: 'me',
        method: 'publickey',
        key: stdout.split(' ')[1],
        subject: `${group}/providers/Microsoft.Compute/virtualMachines/web`,
      })
    })

    it('takes RSA keys', async () => {
      const args = [...options('web', join(folder, 'rsa')), '-p', String(doorOf('web').port), 'me@localhost', 'echo in']
      expect(said(await run('ssh', args))).toEqual([0, 'in\n'])
    })

    it('refuses another key, and names it in the audit log', async () => {
      const args = [...options('web', otherKey), '-p', String(doorOf('web').port), 'me@localhost', 'true']
      const { status, stderr } = await run('ssh', args)
      expect([status, stderr]).toEqual([255, 'me@localhost: Permission denied (publickey,password).\r\n'])
      const { stdout } = await execute('ssh-keygen', ['-l', '-f', otherKey])
      const refused = (await events('ssh.refused')).map(({ facts }) => facts)
      expect(refused).toContainEqual(
        expect.objectContaining({ reason: 'keyNotAuthorized', user: 'me', key: stdout.split(' ')[1] }),
      )
    })

    it.each(['root', 'ME', 'azureuser'])('refuses the user %s with the right key', async (user) => {
      const args = [...options('web'), '-p', String(doorOf('web').port), `${user}@localhost`, 'true']
      expect((await run('ssh', args)).status).toBe(255)
      const [newest] = await events('ssh.refused')
      expect(newest?.facts).toMatchObject({ reason: 'unknownUser', user })
    })

    const withPassword = (name: string, given: string, prompts = 1) => {
      const ask = join(folder, 'ask')
      writeFileSync(ask, '#!/bin/sh\necho "$PASSWORD_GIVEN"\n')
      chmodSync(ask, 0o755)
      const { knownHosts, port } = doorOf(name)
      const how = ['-o', 'PreferredAuthentications=password', '-o', 'PubkeyAuthentication=no']
      const args = [
        '-F',
        'none',
        '-o',
        `UserKnownHostsFile=${knownHosts}`,
        ...how,
        '-o',
        `NumberOfPasswordPrompts=${prompts}`,
      ]
      return run('ssh', [...args, '-p', String(port), 'me@localhost', 'echo in'], {
        env: { SSH_ASKPASS: ask, SSH_ASKPASS_REQUIRE: 'force', PASSWORD_GIVEN: given },
      })
    }

    it('takes the password of the machine', async () => {
      expect(said(await withPassword('web', password))).toEqual([0, 'in\n'])
      const [newest] = await events('ssh.opened')
      expect(newest?.facts).toEqual({ client: expect.any(String), user: 'me', method: 'password' })
    })

    it('refuses another password, which is written nowhere', async () => {
      const secret = 'Wrong-Horse-22'
      expect((await withPassword('web', secret)).status).toBe(255)
      const [newest] = await events('ssh.refused')
      expect(newest?.facts).toEqual({
        ...{ client: expect.any(String), user: 'me', method: 'password', reason: 'wrongPassword', attempt: 1 },
      })
      expect(JSON.stringify(await events('ssh.refused'))).not.toContain(secret)
      expect(readFileSync(join(server.data, 'lazulite.db'))).not.toContain(secret)
    })

    it('hangs up after six attempts', async () => {
      const { status, stderr } = await withPassword('web', 'Wrong-Horse-22', 20)
      expect([status, stderr.match(/Permission denied, please try again/g)?.length]).toEqual([255, 5])
      const [newest] = await events('ssh.refused')
      expect(newest?.facts).toMatchObject({ attempt: 6 })
    })

    it('offers no password where the machine has disabled it', async () => {
      const { status, stderr } = await withPassword('locked', password)
      expect([status, stderr]).toEqual([255, 'me@localhost: Permission denied (publickey).\r\n'])
    })

    it('presents the machine’s own host key, another one for each', async () => {
      const { port } = doorOf('web')
      const wrong = [
        '-F',
        'none',
        '-o',
        `UserKnownHostsFile=${join(folder, 'wrong')}`,
        '-o',
        'StrictHostKeyChecking=yes',
      ]
      const known = readFileSync(doorOf('locked').knownHosts, 'utf8')
      writeFileSync(join(folder, 'wrong'), known.replaceAll(`:${doorOf('locked').port}`, `:${port}`))
      const { status, stderr } = await run('ssh', [
        ...wrong,
        '-o',
        'BatchMode=yes',
        '-p',
        String(port),
        'me@localhost',
        'true',
      ])
      expect([status, /HOST IDENTIFICATION HAS CHANGED/.test(stderr)]).toEqual([255, true])
    })
  })

  describe('a command', () => {
    it.each([
      ['exit 7', 7],
      ['true', 0],
      ['no-such-program-anywhere', 127],
      ['kill -TERM $$', 255],
    ])('%s ends with %i', async (command, status) => expect((await ssh('web', command)).status).toBe(status))

    it('is the tutorial’s: the metadata service answers with a token', async () => {
      const url =
        'http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com/'
      const { status, stdout } = await ssh('web', `curl '${url}' -H Metadata:true -s`)
      expect([status, Object.keys(JSON.parse(stdout.toString()))]).toEqual([
        0,
        expect.arrayContaining(['access_token']),
      ])
    })

    it('has output and errors apart, and 10 MB through each of them unharmed', async () => {
      const data = randomBytes(10 * 1024 * 1024)
      const digest = createHash('sha256').update(data).digest('hex')
      expect(said(await ssh('web', 'sha256sum', data))).toEqual([0, `${digest}  -\n`])
      const { status, stdout } = await ssh('web', 'cat > data; cat data & cat data >&2; wait; rm data', data)
      expect([status, stdout.equals(data)]).toEqual([0, true])
    })

    it('has both outputs complete when both are more than the window holds', async () => {
      const { status, stdout, stderr } = await ssh('web', 'seq 1 600000 & seq 1 600000 >&2; wait')
      const expected = createHash('sha256')
        .update(Array.from({ length: 600_000 }, (_, index) => `${index + 1}\n`).join(''))
        .digest('hex')
      const digests = [stdout, stderr].map((text) => createHash('sha256').update(text).digest('hex'))
      expect([status, ...digests]).toEqual([0, expected, expected])
    })

    it('gets the variables that sshd takes, and no others', async () => {
      const env = { LC_PAPER: 'de_DE', LD_PRELOAD: '/nowhere', SECRET: 'x' }
      const sent = ['-o', 'SendEnv=LC_PAPER LD_PRELOAD SECRET']
      const args = [...options('web'), ...sent, '-p', String(doorOf('web').port), 'me@localhost']
      const { stdout } = await run('ssh', [...args, 'echo "$LC_PAPER,$SECRET,$LD_PRELOAD,$USER,$HOME"'], { env })
      expect(stdout.toString()).toBe(`de_DE,,,me,${join(server.data, 'machines', ids.web ?? '', 'home/me')}\n`)
    })

    it('ends when the client goes away', async () => {
      const { port } = doorOf('web')
      const child = spawn('ssh', [...options('web'), '-p', String(port), 'me@localhost', 'echo $$; exec sleep 1000'])
      await new Promise((done) => child.stdout.once('data', done))
      child.kill('SIGKILL')
      await new Promise((done) => child.once('close', done))
      await expect
        .poll(() => ssh('web', 'pgrep -x -f "sleep 1000" | wc -l').then(said), { timeout: 5_000 })
        .toEqual([0, '0\n'])
    })
  })

  describe('a terminal', () => {
    const atTerminal = (columns: number, rows: number) => {
      const { port } = doorOf('web')
      const args = [...options('web'), '-p', String(port), 'me@localhost']
      const terminal = spawnAtTerminal('ssh', args, { cols: columns, rows, name: 'xterm-256color' })
      let text = ''
      terminal.onData((part) => {
        text += part
      })
      const exit = new Promise<number>((done) => terminal.onExit(({ exitCode }) => done(exitCode)))
      const shows = (pattern: RegExp) => expect.poll(() => text, { timeout: 5_000 }).toMatch(pattern)
      /** Types a line, and gives what has been shown by now. */
      const type = (line: string): string => {
        terminal.write(line)
        return text
      }
      return { terminal, exit, shows, type }
    }

    it('has the client’s size and kind, follows it, and greets with the machine’s prompt', async () => {
      const { terminal, exit, shows, type } = atTerminal(101, 37)
      await shows(/^web, a machine of Lazulite/)
      await shows(/me@web:~\$ /)
      terminal.write('stty size; echo $TERM; tty\r')
      await shows(/37 101\r\nxterm-256color\r\n\/dev\/pts\/\d+/)
      terminal.resize(99, 33)
      // The client learns of the new size by a signal, which what is typed may overtake.
      await expect.poll(() => type('stty size\r'), { timeout: 5_000 }).toMatch(/33 99\r\n/)
      terminal.write('exit 5\r')
      expect(await exit).toBe(5)
    })

    it('interrupts with Ctrl-C and ends with Ctrl-D', async () => {
      const { terminal, exit, shows } = atTerminal(80, 24)
      await shows(/\$ /)
      terminal.write('echo begun; sleep 1000; echo status $?\r')
      await shows(/\rbegun/)
      terminal.write('\u0003')
      await shows(/\^C/)
      terminal.write('echo again\r')
      await shows(/\ragain/)
      terminal.write('\u0004')
      expect(await exit).toBe(0)
    })

    it('loses nothing of a long output', async () => {
      const { port } = doorOf('web')
      const { stdout } = await run('ssh', [
        '-tt',
        ...options('web'),
        '-p',
        String(port),
        'me@localhost',
        'seq 1 200000',
      ])
      expect(stdout.toString().trimEnd().split('\r\n')).toEqual(
        Array.from({ length: 200_000 }, (_, index) => `${index + 1}`),
      )
    })
  })

  describe('files', () => {
    const data = randomBytes(3 * 1024 * 1024)
    beforeAll(() => writeFileSync(join(folder, 'data'), data))

    it.each([
      ['today’s protocol', []],
      ['the old protocol', ['-O']],
    ])('come and go with scp, %s', async (_, protocol) => {
      const port = ['-P', String(doorOf('web').port)]
      const copy = join(folder, `copy${protocol.length}`)
      const up = await run('scp', [...protocol, ...options('web'), ...port, join(folder, 'data'), 'me@localhost:there'])
      expect([up.status, up.stderr]).toEqual([0, ''])
      const down = await run('scp', [...protocol, ...options('web'), ...port, 'me@localhost:there', copy])
      expect([down.status, down.stderr, readFileSync(copy).equals(data)]).toEqual([0, '', true])
      expect((await run('scp', [...protocol, ...options('web'), ...port, 'me@localhost:missing', copy])).status).toBe(1)
    })

    it('come and go whole, whatever the order of disks', async () => {
      const port = ['-P', String(doorOf('web').port)]
      for (const attempt of [1, 2, 3, 4]) {
        await run('scp', [...options('web'), ...port, join(folder, 'data'), `me@localhost:there${attempt}`])
        expect(statSync(join(server.data, 'machines', ids.web ?? '', 'home/me', `there${attempt}`)).size).toBe(
          data.length,
        )
      }
    })

    it('keep modes, times and folders', async () => {
      mkdirSync(join(folder, 'tree/sub'), { recursive: true })
      writeFileSync(join(folder, 'tree/sub/file'), 'text')
      chmodSync(join(folder, 'tree/sub/file'), 0o751)
      const port = ['-P', String(doorOf('web').port)]
      await run('scp', ['-rp', ...options('web'), ...port, join(folder, 'tree'), 'me@localhost:'])
      const { status } = await run('scp', [
        '-rp',
        ...options('web'),
        ...port,
        'me@localhost:tree',
        join(folder, 'back'),
      ])
      const [there, back] = [statSync(join(folder, 'tree/sub/file')), statSync(join(folder, 'back/sub/file'))]
      expect([status, back.mode, Math.floor(back.mtimeMs / 1000)]).toEqual([
        0,
        there.mode,
        Math.floor(there.mtimeMs / 1000),
      ])
    })

    it('are managed with sftp, as the machine sees them', async () => {
      const batch = [
        ...[
          'mkdir d',
          'cd d',
          `put ${join(folder, 'data')}`,
          'rename data other',
          'chmod 600 other',
          'ln -s other link',
        ],
        ...['ls -l', `get link ${join(folder, 'linked')}`, `get /etc/hosts ${join(folder, 'hosts')}`],
        ...['rm other', 'rm link', 'cd ..', 'rmdir d', 'ls d'],
      ]
      const args = [...options('web'), '-P', String(doorOf('web').port), '-b', '-', 'me@localhost']
      const { status, stdout, stderr } = await run('sftp', args, { input: batch.join('\n') })
      expect(stdout.toString()).toMatch(/-rw-{7} .* 3145728 \w{3} .* other\n/)
      expect(stdout.toString()).toMatch(/lrwxrwxrwx .* link\n/)
      expect([status, stderr]).toEqual([1, expect.stringContaining('not found')])
      expect(readFileSync(join(folder, 'linked')).equals(data)).toBe(true)
      expect(readFileSync(join(folder, 'hosts'), 'utf8')).toContain('management.azure.com')
    })
  })

  describe('forwarding', () => {
    const freePort = (): Promise<number> =>
      new Promise((done) => {
        const probe = createServer().listen(0, '127.0.0.1', () => {
          const address = probe.address()
          probe.close(() => done(typeof address === 'object' && address !== null ? address.port : 0))
        })
      })

    it('goes on inside the machine with -L', async () => {
      const [local, { port }] = [await freePort(), doorOf('web')]
      const args = ['-N', '-o', 'ExitOnForwardFailure=yes', '-L', `${local}:169.254.169.254:80`, ...options('web')]
      const child = spawn('ssh', [...args, '-p', String(port), 'me@localhost'])
      try {
        await expect
          .poll(() => execute('curl', ['-s', '-H', 'Metadata:true', `http://127.0.0.1:${local}/metadata/versions`]), {
            timeout: 5_000,
          })
          .toMatchObject({ status: 0, stdout: expect.stringContaining('2018-02-01') })
      } finally {
        child.kill()
        await new Promise((done) => child.once('close', done))
      }
    })

    it('is refused with -R, and no agent comes along with -A', async () => {
      const target = ['-p', String(doorOf('web').port), 'me@localhost']
      const back = ['-o', 'ExitOnForwardFailure=yes', '-R', '0:localhost:1']
      expect((await run('ssh', [...back, ...options('web'), ...target, 'true'])).status).toBe(255)
      const { stdout } = await run('ssh', ['-A', ...options('web'), ...target, 'echo "agent:$SSH_AUTH_SOCK"'])
      expect(stdout.toString()).toBe('agent:\n')
    })
  })

  describe('lazulite ssh', () => {
    it('works from nothing, with a key that it made, and passes arguments and statuses through', async () => {
      const home = join(folder, 'home')
      mkdirSync(home)
      const launcher = { HOME: home }
      const lazulite = (...args: string[]) =>
        run(process.execPath, [program, '--data', server.data, ...args], {
          env: launcher,
        })
      const made = await lazulite('vm', 'create', '-g', 'Dev', '-n', 'short')
      expect([made.status, made.stdout.toString()]).toEqual([
        0,
        expect.stringMatching(/^ssh +ssh -p \d+ azureuser@localhost$/m),
      ])
      expect(statSync(join(server.data, 'ssh-key')).mode & 0o777).toBe(0o600)
      const command = await lazulite('ssh', '-g', 'Dev', '-n', 'short', '--', 'echo "$USER at $(hostname)"; exit 4')
      expect([...said(command), command.stderr]).toEqual([4, 'azureuser at short\n', ''])
      const verbose = await lazulite('ssh', '-g', 'Dev', '-n', 'short', '--', '-v', 'true')
      expect([verbose.status, /debug1: /.test(verbose.stderr)]).toEqual([0, true])
      const listed = await lazulite('vm', 'list')
      expect(listed.stdout.toString()).toMatch(/^short +Dev +westus2 +running +- +\d+$/m)
    })

    it('says in one line what is not there', async () => {
      const { status, stderr } = await server.run('ssh', '-g', 'Dev', '-n', 'nothing')
      expect([status, stderr.trim().split('\n').length]).toEqual([1, 1])
    })
  })

  describe('the life of a machine', () => {
    it('ends sessions when the machine stops, and opens the same door when it starts', async () => {
      const before = doorOf('locked')
      const keys = readFileSync(before.knownHosts, 'utf8')
      const child = spawn('ssh', [
        ...options('locked'),
        '-p',
        String(before.port),
        'me@localhost',
        'echo begun; sleep 1000',
      ])
      const ended = new Promise((done) => child.once('exit', done))
      await new Promise((done) => child.stdout.once('data', done))
      await server.must('vm', 'stop', '-g', 'Dev', '-n', 'locked')
      expect(await ended).not.toBe(0)
      const refused = await new Promise((done) => connect(before.port, '127.0.0.1').once('error', () => done(true)))
      expect(refused).toBe(true)
      await server.must('vm', 'start', '-g', 'Dev', '-n', 'locked')
      expect(doorOf('locked')).toEqual(before)
      expect(readFileSync(before.knownHosts, 'utf8')).toBe(keys)
      expect(said(await ssh('locked', 'echo again'))).toEqual([0, 'again\n'])
    })

    it('keeps port, host keys and home folder over a restart of the server', async () => {
      await ssh('web', 'echo remembered > note')
      const { port } = doorOf('web')
      await server.stop()
      const { data } = server
      server = await LazuliteProcess.start(data)
      await running('web')
      expect(doorOf('web').port).toBe(port)
      expect(said(await ssh('web', 'cat note'))).toEqual([0, 'remembered\n'])
    }, 30_000)

    it('takes everything away with the machine', async () => {
      const gone = join(server.data, 'machines', ids.locked ?? '')
      expect(existsSync(gone)).toBe(true)
      await server.must('vm', 'delete', '-g', 'Dev', '-n', 'locked', '--yes')
      await expect.poll(() => existsSync(gone), { timeout: 5_000 }).toBe(false)
    })

    it('hangs up in order when the server ends', async () => {
      const { port } = doorOf('web')
      const child = spawn('ssh', [...options('web'), '-p', String(port), 'me@localhost', 'echo begun; sleep 1000'])
      const ended = new Promise((done) => child.once('exit', done))
      await new Promise((done) => child.stdout.once('data', done))
      await server.stop()
      expect(await server.exit).toBe(0)
      expect(await ended).not.toBe(0)
    })
  })
})

const withoutNamespaces = missing.length > 0 || !isBuilt
describe.skipIf(withoutNamespaces)('ssh on a host without namespaces', () => {
  it('runs on the host with the machine’s variables, and says so', async () => {
    const server = await LazuliteProcess.start(LazuliteProcess.newData(), ['--compute-driver', 'metadata-only'])
    const home = mkdtempSync(join(tmpdir(), 'lazulite-ssh-'))
    try {
      const lazulite = (args: readonly string[], input = '') =>
        run(process.execPath, [program, '--data', server.data, ...args], { input, env: { HOME: home } })
      await lazulite(['vm', 'create', '-g', 'Dev', '-n', 'web', '--assign-identity'])
      const asked =
        'curl -s -H Metadata:true "$MSAL_MANAGED_IDENTITY_ENDPOINT?api-version=2018-02-01&resource=https://management.azure.com/"; echo; echo $AZURE_AUTHORITY_HOST'
      const { status, stdout } = await lazulite(['ssh', '-g', 'Dev', '-n', 'web', '--', asked])
      const [token = '', authority] = stdout.toString().split('\n')
      expect([status, Object.keys(JSON.parse(token)), authority]).toEqual([
        0,
        expect.arrayContaining(['access_token']),
        server.ready.origin,
      ])
      const shell = await lazulite(['ssh', '-g', 'Dev', '-n', 'web', '--', '-tt'], 'exit 3\n')
      expect([shell.status, shell.stdout.toString()]).toEqual([3, expect.stringContaining('without namespaces')])
    } finally {
      await server.destroy()
      rmSync(home, { recursive: true, force: true })
    }
  }, 30_000)
})

const nobody = 65534
const canBeNobody = obstacle === undefined && process.getuid?.() === 0 && findExecutable('setpriv') !== undefined
describe.skipIf(!canBeNobody)('ssh as an unprivileged user', () => {
  it('has sessions, terminals and files', async () => {
    const home = mkdtempSync(join(tmpdir(), 'lazulite-nobody-'))
    chmodSync(home, 0o755)
    const source = resolve(import.meta.dirname, '../..')
    for (const part of ['bin', 'dist', 'package.json']) {
      cpSync(join(source, part), join(home, 'lazulite', part), { recursive: true })
    }
    const terminals = dirname(dirname(createRequire(import.meta.url).resolve('@lydell/node-pty/package.json')))
    cpSync(terminals, join(home, 'lazulite/node_modules/@lydell'), { recursive: true, dereference: true })
    cpSync(process.execPath, join(home, 'node'))
    for (const name of ['data', 'own']) {
      mkdirSync(join(home, name))
      chownSync(join(home, name), nobody, nobody)
    }
    const launcher: Launcher = {
      node: join(home, 'node'),
      bin: join(home, 'lazulite/bin/lazulite.mjs'),
      prefix: ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--no-new-privs'],
      environment: { PATH: process.env.PATH, HOME: join(home, 'own') },
    }
    const server = await LazuliteProcess.start(join(home, 'data'), [], launcher)
    try {
      const shown = await server.must('vm', 'create', '-g', 'Dev', '-n', 'web')
      const port = /ssh -p (\d+)/.exec(shown)?.[1] ?? ''
      const command = await server.run('ssh', '-g', 'Dev', '-n', 'web', '--', 'hostname; exit 3')
      expect([command.status, command.stdout]).toEqual([3, 'web\n'])
      const terminal = await server.run('ssh', '-g', 'Dev', '-n', 'web', '--', '-tt', 'tty; exit 4')
      expect([terminal.status, terminal.stdout]).toEqual([4, expect.stringMatching(/^\/dev\/pts\/\d+/)])
      const [machine = ''] = readdirSync(join(home, 'data/machines'))
      const trust = ['-o', `UserKnownHostsFile=${join(home, 'data/machines', machine, 'known_hosts')}`]
      const args = ['-q', '-F', 'none', ...trust, '-o', 'BatchMode=yes', '-i', join(home, 'data/ssh-key'), '-P', port]
      const hosts = join(home, 'own/hosts')
      const [setpriv = '', ...as] = launcher.prefix
      const copied = await run(setpriv, [...as, 'scp', ...args, 'azureuser@localhost:/etc/hosts', hosts])
      expect([copied.status, readFileSync(hosts, 'utf8')]).toEqual([0, expect.stringContaining('management.azure.com')])
    } finally {
      await server.stop()
      rmSync(home, { recursive: true, force: true })
    }
  }, 60_000)
})
