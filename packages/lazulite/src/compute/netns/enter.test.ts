/** `enter` as the command line uses it: in a process of its own, which hands on output, status and signals. */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { VmEntry } from '../../ports/compute.js'
import { silentLog } from '../../testing/silent-log.js'
import { CallerRegistry } from '../caller-registry.js'
import { vmA } from '../contract/compute-driver-contract.js'
import { runSource } from '../contract/run-source.js'
import { detectCompute } from '../detect.js'
import { MetadataOnlyDriver } from '../metadata-only/driver.js'
import { NetnsDriver } from './driver.js'
import { enterCommand, environmentInside, MachineNotRunning } from './enter.js'

const support = await detectCompute()

describe('the environment inside a machine', () => {
  const entry = { environment: { SSL_CERT_FILE: '/ours' } }

  it('is the caller’s with the machine’s on top, without the identities of others', () => {
    const callers = { HOME: '/home/me', SSL_CERT_FILE: '/theirs', MSI_ENDPOINT: 'http://other', IDENTITY_HEADER: 'x' }
    const netns: VmEntry = { driver: 'netns', anchorPid: 1, anchorStartTime: '1', ...entry }
    expect(environmentInside(netns, callers)).toEqual({ HOME: '/home/me', SSL_CERT_FILE: '/ours' })
  })
  it.each([
    [{}, 'localhost,127.0.0.1'],
    [{ NO_PROXY: 'intranet' }, 'intranet,localhost,127.0.0.1'],
    [{ no_proxy: 'intranet' }, 'intranet,localhost,127.0.0.1'],
  ])('keeps a proxy away from the loopback ports of machines without a namespace: %j', (callers, bypass) => {
    const metadataOnly: VmEntry = { driver: 'metadata-only', ...entry }
    const expected = { SSL_CERT_FILE: '/ours', NO_PROXY: bypass, no_proxy: bypass }
    expect(environmentInside(metadataOnly, callers)).toEqual(expected)
  })
})

const kinds = ['netns', 'metadata-only'] as const
describe.each(kinds)('entering a %s machine', (kind) => {
  if (kind === 'netns' && support.driver !== 'netns') {
    it.skip(`cannot be tried on this host: ${support.reason}`, () => {})
    return
  }
  let folder: string
  let entry: VmEntry
  let driver: NetnsDriver | MetadataOnlyDriver

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'lazulite-enter-')))
    const pem = join(folder, 'ca.pem')
    await writeFile(pem, '')
    const nothing = () => {}
    const options = {
      caCertificateFile: pem,
      caBundleFile: pem,
      runtimeFolder: join(folder, 'run'),
      guests: { metadata: nothing, cloud: nothing },
      callers: new CallerRegistry(),
      log: silentLog,
    }
    driver = kind === 'netns' ? await NetnsDriver.start(options) : await MetadataOnlyDriver.start(options)
    await driver.ensure(vmA)
    const running = driver.entry(vmA.vmId)
    if (running === undefined) throw new Error('the machine does not run')
    entry = running
  })
  afterAll(async () => {
    await driver.close()
    await rm(folder, { recursive: true, force: true })
  })

  const program = `
    const [url, entry, ...argv] = process.argv.slice(1)
    const { enter } = await import(url)
    process.exitCode = await enter(JSON.parse(entry), argv)
  `
  /** A command line of its own; like a shell it leads a process group. */
  const start = (argv: readonly string[]) => {
    const url = new URL('./enter.ts', import.meta.url).href
    const child = runSource(program, [url, JSON.stringify(entry), ...argv], {
      cwd: folder,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    const { pid } = child
    onTestFinished(() => {
      try {
        if (pid !== undefined) process.kill(-pid, 'SIGKILL')
      } catch {
        // The whole group has ended, as it should.
      }
    })
    return child
  }
  const run = async (argv: readonly string[], input = '') => {
    const child = start(argv)
    let stdout = ''
    let stderr = ''
    child.stdout?.on('data', (text) => {
      stdout += text
    })
    child.stderr?.on('data', (text) => {
      stderr += text
    })
    child.stdin?.end(input)
    const [status] = await once(child, 'close')
    return { status, stdout, stderr }
  }

  it('hands on input, output, arguments and working folder', async () => {
    const argv = ['sh', '-c', 'cat; pwd; printf "<%s>" "$@"; echo oops >&2', 'name', 'a b', "it's", '$HOME', '', '-x']
    expect(await run(argv, 'from outside\n')).toEqual({
      status: 0,
      stdout: `from outside\n${folder}\n<a b><it's><$HOME><><-x>`,
      stderr: 'oops\n',
    })
  })
  it('runs with the variables of the machine', async () => {
    const { stdout } = await run(['sh', '-c', 'echo $SSL_CERT_FILE'])
    expect(stdout).toBe(`${entry.environment.SSL_CERT_FILE}\n`)
  })
  it.each([0, 1, 42, 255])('ends with the exit status %i of the program', async (status) => {
    expect(await run(['sh', '-c', `exit ${status}`])).toEqual({ status, stdout: '', stderr: '' })
  })
  it('ends with 128 and the number of the signal that ended the program', async () => {
    expect((await run(['sh', '-c', 'kill -KILL $$'])).status).toBe(128 + constants.signals.SIGKILL)
  })
  it('ends with 127 and a word about it when there is no such program', async () => {
    const expected = { status: 127, stdout: '', stderr: 'lazulite: no-such-program: command not found\n' }
    expect(await run(['no-such-program'])).toEqual(expected)
  })
  it('ends with 126 when the program is not executable', async () => {
    const file = join(folder, 'plain.txt')
    await writeFile(file, 'not a program')
    await chmod(file, 0o644)
    const { status, stderr } = await run([file])
    expect(status).toBe(126)
    expect(stderr).toContain(file)
  })
  it.each(['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const)(
    'passes %s on and waits for the program',
    async (name) => {
      const child = start([
        'sh',
        '-c',
        `trap 'echo caught; exit 7' ${name.slice(3)}; echo up; while :; do sleep 0.02; done`,
      ])
      let said = ''
      await new Promise<void>((up) =>
        child.stdout?.on('data', (text) => {
          said += text
          if (said === 'up\n') up()
        }),
      )
      child.kill(name)
      expect(await once(child, 'close')).toEqual([7, null])
      expect(said).toBe('up\ncaught\n')
    },
  )
  it('refuses to run nothing', () => {
    expect(() => enterCommand(entry, [])).toThrow('no command to run')
  })
  it.runIf(kind === 'netns')('refuses a folder that does not exist inside', async () => {
    const { file, arguments: given } = enterCommand(entry, ['true'], { cwd: join(folder, 'nowhere') })
    const failure = /the folder .*\/nowhere cannot be entered inside the machine/
    expect(() => execFileSync(file, given, { stdio: 'pipe' })).toThrow(failure)
  })
  it.runIf(kind === 'netns')('refuses a machine that has ended, also when its pid lives on in another process', () => {
    const other: VmEntry = { driver: 'netns', anchorPid: process.pid, anchorStartTime: '1', environment: {} }
    expect(() => enterCommand(other, ['true'])).toThrow(MachineNotRunning)
    const gone: VmEntry = { driver: 'netns', anchorPid: 2 ** 22 + 1, anchorStartTime: '1', environment: {} }
    expect(() => enterCommand(gone, ['true'])).toThrow(MachineNotRunning)
  })
})
