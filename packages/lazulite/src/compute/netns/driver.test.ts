/** Machines as unmodified programs see them: real curl, openssl, Python and Node inside real namespaces. */
import { execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer as createHttpServer, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { publicNames } from '../../domain/public-names.js'
import type { VmEntry } from '../../ports/compute.js'
import { rememberingLog } from '../../testing/silent-log.js'
import { CallerRegistry } from '../caller-registry.js'
import { vmA, vmB } from '../contract/compute-driver-contract.js'
import { runSource } from '../contract/run-source.js'
import { makeThrowAwayAuthority, type ThrowAwayAuthority } from '../contract/throw-away-authority.js'
import { detectCompute } from '../detect.js'
import { NetnsDriver } from './driver.js'
import { enterCommand } from './enter.js'
import { findExecutable } from './executables.js'
import { processesIn, startTimeOf } from './processes.js'

const support = await detectCompute()
if (support.driver !== 'netns') {
  describe('a namespace machine', () => it.skip(`cannot be tried on this host: ${support.reason}`, () => {}))
}

describe.runIf(support.driver === 'netns')('a namespace machine', () => {
  const frontDoorPort = 4430
  let folder: string
  let authority: ThrowAwayAuthority
  let cloud: Server
  let metadata: Server
  let callers: CallerRegistry
  let log: ReturnType<typeof rememberingLog>
  let lost: string[]
  let driver: NetnsDriver

  const startDriver = (runtimeFolder: string) =>
    NetnsDriver.start({
      ...authority,
      runtimeFolder,
      callers,
      log,
      guests: {
        metadata: (socket: Socket, vmId: string) => {
          expect(callers.vmOf(socket)).toBe(vmId)
          metadata.emit('connection', socket)
        },
        cloud: (socket: Socket) => cloud.emit('connection', socket),
      },
      localOrigin: { port: frontDoorPort },
      onLost: (vmId) => lost.push(vmId),
      graceMillis: 200,
    })

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lazulite-netns-'))
    authority = await makeThrowAwayAuthority(folder, [...publicNames, 'localhost'])
    callers = new CallerRegistry()
    metadata = createHttpServer((request, response) => response.end(`metadata of ${callers.vmOf(request.socket)}`))
    cloud = createHttpsServer({ key: authority.key, cert: authority.certificate }, (request, response) =>
      response.end(`cloud at ${request.headers.host}`),
    )
  })
  afterAll(async () => {
    metadata.closeAllConnections()
    cloud.closeAllConnections()
    await rm(folder, { recursive: true, force: true })
  })
  beforeEach(async () => {
    log = rememberingLog()
    lost = []
    driver = await startDriver(join(folder, 'run'))
  })
  afterEach(() => driver.close())

  const entryOf = (vmId: string): VmEntry => {
    const entry = driver.entry(vmId)
    if (entry === undefined) throw new Error('the machine does not run')
    return entry
  }
  /** Output of a program inside; its variables are the machine's and a bare path, as after a login. */
  const inside = async (entry: VmEntry, ...argv: string[]): Promise<string> => {
    const { PATH, HOME } = process.env
    const command = enterCommand(entry, argv, { cwd: '/', environment: { PATH, HOME } })
    const { stdout } = await promisify(execFile)(command.file, command.arguments, {
      cwd: command.cwd,
      env: command.environment,
      timeout: 15_000,
    })
    return stdout.trim()
  }

  const pythonGet = (url: string) => [
    'python3',
    '-c',
    `import urllib.request as u; print(u.urlopen('${url}').read().decode())`,
  ]
  const nodeGet = (url: string) => [process.execPath, '-p', `fetch('${url}').then(r => r.text()).then(console.log), ''`]
  const clients: [string, string, (url: string) => string[]][] = [
    ['curl', 'curl', (url) => ['curl', '-fsS', url]],
    ['curl without our variables', 'curl', (url) => ['env', '-i', 'curl', '-fsS', url]],
    ['Python', 'python3', pythonGet],
    ['Node', 'sh', nodeGet],
    ['wget', 'wget', (url) => ['wget', '-qO-', url]],
  ]
  describe.each(clients)('asked by %s', (_name, program, get) => {
    if (findExecutable(program) === undefined) {
      it.skip(`is not tried: ${program} is not installed`, () => {})
      return
    }
    it('answers at 169.254.169.254 as that machine', async () => {
      await Promise.all([driver.ensure(vmA), driver.ensure(vmB)])
      const ask = (vmId: string) => inside(entryOf(vmId), ...get('http://169.254.169.254/metadata/instance'))
      expect(await Promise.all([ask(vmA.vmId), ask(vmB.vmId)])).toEqual([
        `metadata of ${vmA.vmId}`,
        `metadata of ${vmB.vmId}`,
      ])
    })
    it('leads the public names and localhost to this cloud over trusted TLS', async () => {
      await driver.ensure(vmA)
      for (const host of ['management.azure.com', 'login.microsoftonline.com', `localhost:${frontDoorPort}`]) {
        expect(await inside(entryOf(vmA.vmId), ...get(`https://${host}/`))).toBe(`cloud at ${host}`)
      }
    })
  })

  const opensslConnect = 'openssl s_client -connect management.azure.com:443 -verify_return_error -brief'
  it.each([
    ['with our variables', `${opensslConnect} </dev/null 2>&1`],
    ['without them', `env -i PATH="$PATH" ${opensslConnect} </dev/null 2>&1`],
  ])('convinces openssl %s', async (_how, command) => {
    await driver.ensure(vmA)
    expect(await inside(entryOf(vmA.vmId), 'sh', '-c', command)).toMatch(/^Verification: OK$/m)
  })

  it("convinces whoever looks only into OpenSSL's hashed folder", async ({ skip }) => {
    await driver.ensure(vmA)
    const mounts = await inside(entryOf(vmA.vmId), 'cat', '/proc/self/mounts')
    skip(!/^overlay \S*certs overlay/m.test(mounts), 'this kernel lets nobody but root lay folders over each other')
    const command = `${opensslConnect} -CApath /etc/ssl/certs -no-CAfile -no-CAstore </dev/null 2>&1`
    expect(await inside(entryOf(vmA.vmId), 'sh', '-c', command)).toMatch(/^Verification: OK$/m)
    expect((await inside(entryOf(vmA.vmId), 'ls', '/etc/ssl/certs')).split('\n').length).toBeGreaterThan(1)
  })

  it('has its own host name, and keeps localhost', async () => {
    await driver.ensure(vmA)
    expect(await inside(entryOf(vmA.vmId), 'uname', '-n')).toBe('machine-a')
    expect(await inside(entryOf(vmA.vmId), 'getent', 'hosts', 'machine-a')).toMatch(/^127\.0\.1\.1\s+machine-a$/)
    expect(await inside(entryOf(vmA.vmId), 'getent', 'ahostsv4', 'localhost')).toMatch(/^127\.0\.0\.1\s/)
  })

  it('answers at once that other names do not exist', async () => {
    await driver.ensure(vmA)
    const asked = performance.now()
    await expect(inside(entryOf(vmA.vmId), 'getent', 'hosts', 'example.com')).rejects.toMatchObject({ code: 2 })
    expect(performance.now() - asked).toBeLessThan(2_000)
  })

  it('has no metadata service on the workstation, but the cloud', async () => {
    const entry = await driver.ensureWorkstation()
    const metadataThere = inside(entry, 'curl', '-fsS', '--max-time', '5', 'http://169.254.169.254/')
    await expect(metadataThere).rejects.toMatchObject({ code: 7 }) // curl: failed to connect
    expect(await inside(entry, 'curl', '-fsS', 'https://graph.microsoft.com/')).toBe('cloud at graph.microsoft.com')
  })

  it('cannot be reached from another machine', async () => {
    await Promise.all([driver.ensure(vmA), driver.ensure(vmB)])
    const { anchorPid } = netnsEntry(entryOf(vmA.vmId))
    const server = [
      process.execPath,
      '-e',
      `require('net').createServer().listen(8080, '0.0.0.0', () => console.log('up'))`,
    ]
    const command = enterCommand(entryOf(vmA.vmId), server, { cwd: '/' })
    const listener = spawn(command.file, command.arguments, { cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] })
    await once(listener.stdout, 'data')
    const ask = (vmId: string) => inside(entryOf(vmId), 'curl', '-s', '--max-time', '0.5', 'http://10.255.255.1:8080/')
    await expect(ask(vmB.vmId)).rejects.toMatchObject({ code: 7 }) // refused
    await expect(ask(vmA.vmId)).rejects.toMatchObject({ code: 28 }) // accepted, and never answered
    expect(anchorPid).not.toBe(netnsEntry(entryOf(vmB.vmId)).anchorPid)
    const gone = once(listener, 'exit')
    await driver.remove(vmA.vmId)
    await gone
  })

  it("leaves the host's addresses, routes, files and name as they were", async () => {
    const look = async () => ({
      addresses: execFileSync(findExecutable('ip') ?? 'ip', ['-brief', 'address'], { encoding: 'utf8' }),
      routes: execFileSync(findExecutable('ip') ?? 'ip', ['route', 'show', 'table', 'all'], { encoding: 'utf8' }),
      mounts: await readFile('/proc/self/mountinfo', 'utf8'),
      hosts: await readFile('/etc/hosts', 'utf8'),
      resolver: await readFile('/etc/resolv.conf', 'utf8'),
      name: await readFile('/proc/sys/kernel/hostname', 'utf8'),
    })
    const before = await look()
    await driver.ensure(vmA)
    await inside(entryOf(vmA.vmId), 'sh', '-c', 'echo 1.2.3.4 poisoned >>/etc/hosts')
    expect(await look()).toEqual(before)
    await driver.remove(vmA.vmId)
    expect(await look()).toEqual(before)
  })

  it('ends its programs when it is removed, politely first', async () => {
    await driver.ensure(vmA)
    const polite = runInside(
      entryOf(vmA.vmId),
      `trap 'echo goodbye; exit 3' TERM; echo up; while :; do sleep 0.05; done`,
    )
    const stubborn = runInside(entryOf(vmA.vmId), `trap '' TERM HUP; echo up; while :; do sleep 0.05; done`)
    await Promise.all([once(polite.stdout, 'data'), once(stubborn.stdout, 'data')])
    let said = ''
    polite.stdout.on('data', (text) => {
      said += text
    })
    const ends = Promise.all([once(polite, 'close'), once(stubborn, 'close')])
    await driver.remove(vmA.vmId)
    expect(await ends).toEqual([
      [3, null],
      [null, 'SIGKILL'],
    ])
    expect(said).toBe('goodbye\n')
  })

  it('is reported lost when its anchor is killed, takes its programs along, and can be started again', async () => {
    await driver.ensure(vmA)
    await driver.ensure(vmB)
    const program = runInside(entryOf(vmA.vmId), 'echo up; exec sleep 600')
    await once(program.stdout, 'data')
    const ended = once(program, 'close')
    process.kill(netnsEntry(entryOf(vmA.vmId)).anchorPid, 'SIGKILL')
    await ended
    await until(() => lost.length > 0)
    expect(lost).toEqual([vmA.vmId])
    expect(driver.running()).toEqual([vmB.vmId])
    expect(log.entries.filter(({ level }) => level === 'error').map(({ message }) => message)).toEqual([
      'machine ended unexpectedly',
    ])
    await driver.ensure(vmA)
    expect(await inside(entryOf(vmA.vmId), 'curl', '-fsS', 'http://169.254.169.254/')).toBe(`metadata of ${vmA.vmId}`)
  })

  it('is gone with its programs when the server is killed, and the next server cleans up', async () => {
    const runtimeFolder = join(folder, 'killed')
    const server = runSource(
      `
      const [driverUrl, callersUrl, options, vms] = process.argv.slice(1)
      const { NetnsDriver } = await import(driverUrl)
      const { CallerRegistry } = await import(callersUrl)
      const nothing = () => {}
      const driver = await NetnsDriver.start({
        ...JSON.parse(options),
        callers: new CallerRegistry(),
        guests: { metadata: nothing, cloud: nothing },
        log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
      })
      await Promise.all(JSON.parse(vms).map((vm) => driver.ensure(vm)))
      await driver.ensureWorkstation()
      process.send(JSON.parse(vms).map(({ vmId }) => driver.entry(vmId)))
      `,
      [
        new URL('./driver.ts', import.meta.url).href,
        new URL('../caller-registry.ts', import.meta.url).href,
        JSON.stringify({ ...authority, runtimeFolder }),
        JSON.stringify([vmA, vmB]),
      ],
      { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
    )
    const [entries]: VmEntry[][] = await once(server, 'message')
    const [a, b] = (entries ?? []).map(netnsEntry)
    if (a === undefined || b === undefined) throw new Error('the server started no machines')
    const program = runInside(a, `trap '' TERM HUP; echo up; while :; do sleep 0.05; done`)
    await once(program.stdout, 'data')
    const namespaces = [a, b].map(({ anchorPid }) => processesIn(namespaceOf(anchorPid)).length)
    expect(namespaces[0]).toBeGreaterThanOrEqual(2) // the anchor and the program
    expect(namespaces[1]).toBe(1)

    const programEnded = once(program, 'close')
    server.kill('SIGKILL')
    await once(server, 'close')

    expect(await programEnded).toEqual([null, 'SIGKILL'])
    await until(() => [a, b].every(({ anchorPid, anchorStartTime }) => startTimeOf(anchorPid) !== anchorStartTime))
    expect((await readdir(runtimeFolder)).length).toBeGreaterThan(0)
    const next = await startDriver(runtimeFolder)
    expect((await readdir(runtimeFolder)).filter((name) => name.endsWith('.json'))).toEqual([])
    await next.close()
    expect(await readdir(runtimeFolder)).toEqual([])
  })

  it('says what the kernel answered when it cannot be started, and leaves nothing', async () => {
    const { PATH } = process.env
    process.env.PATH = `${folder}/no-programs-here`
    try {
      await expect(driver.ensure(vmA)).rejects.toThrow(/unshare/)
    } finally {
      process.env.PATH = PATH
    }
    expect(driver.running()).toEqual([])
    await driver.ensure(vmA)
  })

  it('starts eight at once, each answering as itself', async () => {
    const vms = Array.from({ length: 8 }, (_, index) => ({
      ...vmA,
      vmId: `0000000${index}-0000-4000-8000-000000000000`,
    }))
    await Promise.all(vms.map((vm) => driver.ensure(vm)))
    const ask = ({ vmId }: { vmId: string }) => inside(entryOf(vmId), 'curl', '-fsS', 'http://169.254.169.254/')
    expect(await Promise.all(vms.map(ask))).toEqual(vms.map(({ vmId }) => `metadata of ${vmId}`))
  })

  function runInside(entry: VmEntry, script: string) {
    const command = enterCommand(entry, ['sh', '-c', script], { cwd: '/' })
    return spawn(command.file, command.arguments, { cwd: '/', stdio: ['ignore', 'pipe', 'ignore'] })
  }
})

function netnsEntry(entry: VmEntry): VmEntry & { driver: 'netns' } {
  if (entry.driver !== 'netns') throw new Error('not a namespace machine')
  return entry
}

function namespaceOf(pid: number): string {
  return execFileSync('readlink', [`/proc/${pid}/ns/net`], { encoding: 'utf8' }).trim()
}

/** Looks again and again: nobody but their parent is told of the end of processes. */
async function until(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error('it did not come to that within 10 s')
    await delay(5)
  }
}
