/** Commands as scripts use them: pipes, signals, exit statuses, ports on the host, servers in the background. */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { detectCompute } from '../../src/compute/detect.js'
import { bin, defaultLauncher, execute, isBuilt, LazuliteProcess } from './lazulite-process.js'

const support = await detectCompute()
const tokenPath = '/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com/'
const create = ['vm', 'create', '-g', 'Dev', '-n', 'vm1', '--location', 'westus', '--assign-identity']

const isGone = (pid: number): boolean => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z')
  } catch {
    return true
  }
}

interface Started {
  /** Resolves when the program has printed this text. */
  said(text: string): Promise<void>
  kill(signal: NodeJS.Signals): void
  readonly end: Promise<{ readonly status: number | NodeJS.Signals; readonly stdout: string; readonly stderr: string }>
}

/** A command of its own process, with `input` on its standard input. */
function begin(
  data: string,
  args: readonly string[],
  { input, cwd, env }: { input?: string; cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Started {
  const child = spawn(process.execPath, [bin, ...args], {
    env: { ...process.env, LAZULITE_DATA: data, ...env },
    ...(cwd === undefined ? {} : { cwd }),
  })
  const listeners: (() => void)[] = []
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (part: Buffer) => {
    stdout += part.toString()
    for (const listen of listeners) listen()
  })
  child.stderr.on('data', (part: Buffer) => {
    stderr += part.toString()
  })
  child.stdin.end(input)
  return {
    said: (text) =>
      new Promise((done) => {
        const look = (): void => {
          if (stdout.includes(text)) done()
        }
        listeners.push(look)
        look()
      }),
    kill: (signal) => void child.kill(signal),
    end: new Promise((done) =>
      child.once('close', (code, signal) => done({ status: signal ?? code ?? 1, stdout, stderr })),
    ),
  }
}

describe.skipIf(!isBuilt || support.driver !== 'netns')('exec', () => {
  let server: LazuliteProcess
  beforeAll(async () => {
    server = await LazuliteProcess.start(LazuliteProcess.newData())
    await server.must(...create)
  }, 60_000)
  afterAll(() => server?.destroy())

  const places: [string, string[]][] = [
    ['a machine', ['-g', 'Dev', '-n', 'vm1']],
    ['the workstation', []],
  ]
  describe.each(places)('in %s', (_where, named) => {
    const run = (argv: string[], options: Parameters<typeof begin>[2] = {}) =>
      begin(server.data, ['exec', ...named, '--', ...argv], options)

    it('passes standard input through, whole', async () => {
      const input = `${'x'.repeat(99)}\n`.repeat(20_000)
      const { status, stdout, stderr } = await run(['cat'], { input }).end
      expect([status, stdout.length, stderr]).toEqual([0, input.length, ''])
      expect(stdout === input).toBe(true)
    }, 60_000)

    it('passes arguments, working folder and variables through', async () => {
      const script = 'pwd; echo "$MINE"; for a in "$@"; do echo "[$a]"; done'
      const given = ['--help', "it's", '$HOME `x`', '', 'two words', '--']
      const { stdout } = await run(['sh', '-c', script, 'sh', ...given], { cwd: '/usr/bin', env: { MINE: 'my own' } })
        .end
      expect(stdout).toBe(['/usr/bin', 'my own', ...given.map((text) => `[${text}]`), ''].join('\n'))
    }, 60_000)

    it.each([
      [['true'], 0],
      [['sh', '-c', 'exit 77'], 77],
      [['sh', '-c', 'kill -TERM $$'], 143],
      [['sh', '-c', 'kill -KILL $$'], 137],
      [['no-such-program'], 127],
      [['/etc/passwd'], 126],
    ])(
      'ends with the status of %j',
      async (argv, expected) => expect((await run(argv).end).status).toBe(expected),
      60_000,
    )

    it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
      'passes %s on',
      async (signal) => {
        const name = signal.slice(3)
        const program = run([
          'sh',
          '-c',
          `trap 'echo got ${name}; exit 42' ${name}; echo ready; while :; do sleep 0.1; done`,
        ])
        await program.said('ready')
        program.kill(signal)
        expect(await program.end).toEqual({ status: 42, stdout: `ready\ngot ${name}\n`, stderr: '' })
      },
      60_000,
    )
  })

  it("opens the machine's metadata service to programs on the host", async () => {
    const variables = JSON.parse(await server.must('env', '-g', 'Dev', '-n', 'vm1', '--format', 'json'))
    const origin: string = variables.AZURE_POD_IDENTITY_AUTHORITY_HOST
    expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const answer = await execute('curl', ['-sS', '-H', 'Metadata:true', `${origin}${tokenPath}`])
    expect(JSON.parse(answer.stdout), answer.stderr).toMatchObject({ token_type: 'Bearer' })
    expect(
      (await execute('curl', ['-sS', '-o', '/dev/null', '-w', '%{http_code}', `${origin}${tokenPath}`])).stdout,
    ).toBe('400')
  }, 60_000)

  it('prints variables that a shell and curl understand', async () => {
    const script = `eval "$("$1" "$2" env -g Dev -n vm1)" && curl -sS "$AZURE_AUTHORITY_HOST/_lazulite/health"`
    const { status, stdout, stderr } = await execute('sh', ['-c', script, 'sh', process.execPath, bin], {
      ...process.env,
      LAZULITE_DATA: server.data,
    })
    expect([status, stderr]).toEqual([0, ''])
    expect(JSON.parse(stdout)).toMatchObject({ status: 'ok', computeDriver: 'netns' })
  }, 60_000)

  it('shows the token of a machine decoded, and raw only when asked', async () => {
    const { claims } = JSON.parse(await server.must('token', '-g', 'Dev', '-n', 'vm1', '--json'))
    expect(claims).toMatchObject({ aud: 'https://management.azure.com/', idtyp: 'app' })
    expect(await server.must('token', '-g', 'Dev', '-n', 'vm1')).not.toMatch(/eyJ/)
    expect(await server.must('token', '-g', 'Dev', '-n', 'vm1', '--raw')).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+\n$/)
  }, 60_000)

  it('fails with the tutorial whose step fails, and cleans up after it', async () => {
    const tools = LazuliteProcess.newData()
    writeFileSync(join(tools, 'curl'), '#!/bin/sh\necho "no network today" >&2\nexit 7\n', { mode: 0o755 })
    const env = { PATH: `${tools}:${process.env.PATH}` }
    const { status, stdout, stderr } = await begin(
      server.data,
      ['tutorial', 'linux-vm-system-assigned', '-g', 'Failing', '--json'],
      { env },
    ).end
    expect(status).toBe(1)
    expect(stderr).toMatch(/^error: [^\n]+: exit status 7\n$/)
    expect(JSON.parse(stdout)).toMatchObject([
      { ok: true, exitStatus: 0 },
      { ok: false, exitStatus: 7, problem: 'exit status 7' },
      { ok: true, command: expect.stringMatching(/^DELETE .*\/resourceGroups\/Failing\?/) },
    ])
    expect(JSON.parse(await server.must('vm', 'list', '--json')).length).toBe(1)
    rmSync(tools, { recursive: true })
  }, 60_000)

  it("plays no tutorial in a group that is somebody's", async () => {
    const { status, stderr } = await server.run('tutorial', 'linux-vm-system-assigned', '-g', 'Dev')
    expect([status, stderr]).toEqual([1, 'error: there is a resource group Dev already; the tutorial makes its own\n'])
  }, 60_000)

  it("says the service's own code for what is not there", async () => {
    expect(await server.run('vm', 'show', '-g', 'Dev', '-n', 'none')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/^ResourceNotFound: [^\n]+\n$/),
    })
  }, 60_000)
})

describe.skipIf(!isBuilt)('a server without namespaces', () => {
  let server: LazuliteProcess
  beforeAll(async () => {
    const environment = { ...process.env, LAZULITE_COMPUTE_DRIVER: 'metadata-only' }
    server = await LazuliteProcess.start(LazuliteProcess.newData(), [], { ...defaultLauncher, environment })
    await server.must(...create)
  }, 60_000)
  afterAll(() => server?.destroy())

  it("runs programs on the host with the machine's metadata service, and says what they do not have", async () => {
    const script = `cat; curl -sS -H Metadata:true "$AZURE_POD_IDENTITY_AUTHORITY_HOST${tokenPath}"; exit 5`
    const { status, stdout, stderr } = await begin(
      server.data,
      ['exec', '-g', 'Dev', '-n', 'vm1', '--', 'sh', '-c', script],
      { input: 'hello\n' },
    ).end
    expect([status, stdout.split('\n')[0]]).toEqual([5, 'hello'])
    expect(JSON.parse(stdout.split('\n')[1] ?? '')).toMatchObject({ token_type: 'Bearer' })
    expect(stderr).toMatch(/^lazulite: not inside a machine [^\n]*169\.254\.169\.254[^\n]*\n$/)
  }, 60_000)

  it('leads programs to the cloud by its settings, without a machine', async () => {
    const script = 'echo "<$AZURE_POD_IDENTITY_AUTHORITY_HOST>"; curl -sS "$AZURE_AUTHORITY_HOST/_lazulite/health"'
    const { stdout } = await server.run('exec', '--', 'sh', '-c', script)
    const [metadata, health = ''] = stdout.split('\n')
    expect([metadata, JSON.parse(health).computeDriver]).toEqual(['<>', 'metadata-only'])
  }, 60_000)

  it('refuses a tutorial that needs machines, before anything is made', async () => {
    const { status, stdout, stderr } = await server.run('tutorial', 'linux-vm-system-assigned')
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^error: [^\n]*lazulite doctor\n$/)
  }, 60_000)
})

describe.skipIf(!isBuilt)('a server in the background', () => {
  const detach = (data: string, ...args: string[]) =>
    execute(process.execPath, [bin, 'start', '--detach', '--json', '--port', '0', '--data', data, ...args])

  it('is ready when the command returns, and ends when told', async () => {
    const data = LazuliteProcess.newData()
    const { status, stdout, stderr } = await detach(data)
    expect([status, stderr, stdout.split('\n').length]).toEqual([0, '', 2])
    const ready = JSON.parse(stdout)
    expect(ready).toMatchObject({ event: 'ready', startupMs: expect.any(Number) })
    expect(isGone(ready.pid)).toBe(false)
    const second = await detach(data)
    expect([second.status, second.stdout]).toEqual([1, ''])
    expect(second.stderr).toMatch(/^error: a server already runs on [^\n]+\n$/)
    const stopped = await execute(process.execPath, [bin, 'stop', '--data', data])
    expect(stopped).toEqual({ status: 0, stdout: `stopped ${ready.origin}\n`, stderr: '' })
    expect(isGone(ready.pid)).toBe(true)
    rmSync(data, { recursive: true })
  }, 60_000)

  it('leaves nothing when it keeps nothing', async () => {
    const parent = LazuliteProcess.newData()
    const data = join(parent, 'new')
    const { pid, caCertificate } = JSON.parse((await detach(data, '--memory')).stdout)
    expect(readdirSync(data).sort()).toEqual(['run', 'server.json', 'server.log'])
    const credentials = await execute(process.execPath, [bin, 'credentials', '--json', '--data', data])
    expect(JSON.parse(credentials.stdout).admin.password.length).toBeGreaterThan(20)
    expect((await execute(process.execPath, [bin, 'stop', '--data', data])).status).toBe(0)
    expect([isGone(pid), existsSync(data), existsSync(join(caCertificate, '..'))]).toEqual([true, false, false])
    rmSync(parent, { recursive: true })
  }, 60_000)

  it('is told from one that was killed', async () => {
    const data = LazuliteProcess.newData()
    const { pid } = JSON.parse((await detach(data)).stdout)
    process.kill(pid, 'SIGKILL')
    while (!isGone(pid)) await new Promise((done) => setImmediate(done))
    for (const command of ['status', 'stop']) {
      const { status, stderr } = await execute(process.execPath, [bin, command, '--data', data])
      expect([status, stderr]).toEqual([1, `error: no server runs on ${data}; start one with: lazulite start\n`])
    }
    const again = await detach(data)
    expect([again.status, again.stderr]).toEqual([0, ''])
    await execute(process.execPath, [bin, 'stop', '--data', data])
    rmSync(data, { recursive: true })
  }, 60_000)

  it('listens for others only with credentials that somebody chose', async () => {
    const data = join(LazuliteProcess.newData(), 'open')
    const args = [bin, 'start', '--detach', '--json', '--port', '0', '--host', '0.0.0.0', '--data', data]
    const refused = await execute(process.execPath, args)
    expect([refused.status, refused.stdout]).toEqual([1, ''])
    expect(refused.stderr).toMatch(/^error: [^\n]*LAZULITE_ADMIN_PASSWORD and LAZULITE_OPERATOR_SECRET\n$/)
    const chosen = {
      LAZULITE_ADMIN_PASSWORD: 'a long enough password',
      LAZULITE_OPERATOR_SECRET: 'a long enough secret',
    }
    const started = await execute(process.execPath, args, { ...process.env, ...chosen })
    expect([started.status, JSON.parse(started.stdout).warnings.length]).toEqual([0, 1])
    expect((await execute(process.execPath, [bin, 'stop', '--data', data])).status).toBe(0)
    rmSync(join(data, '..'), { recursive: true })
  }, 60_000)
})
