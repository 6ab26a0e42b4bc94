/** Public addresses of machines on a real workstation: what programs there connect to. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { VmEntry } from '../../ports/compute.js'
import { rememberingLog } from '../../testing/silent-log.js'
import { CallerRegistry } from '../caller-registry.js'
import { vmA, vmB } from '../contract/compute-driver-contract.js'
import { detectCompute } from '../detect.js'
import { NetnsDriver } from './driver.js'
import { enterCommand } from './enter.js'

const support = await detectCompute()
if (support.driver !== 'netns') {
  describe('public addresses', () => it.skip(`cannot be tried on this host: ${support.reason}`, () => {}))
}

describe.runIf(support.driver === 'netns')('public addresses', () => {
  let folder: string
  let driver: NetnsDriver
  let log: ReturnType<typeof rememberingLog>
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lazulite-reach-'))
    log = rememberingLog()
    const [caCertificateFile, caBundleFile] = [join(folder, 'ca.pem'), join(folder, 'bundle.pem')]
    for (const file of [caCertificateFile, caBundleFile]) await writeFile(file, '')
    driver = await NetnsDriver.start({
      ...{ caCertificateFile, caBundleFile, runtimeFolder: join(folder, 'run'), callers: new CallerRegistry(), log },
      guests: {
        metadata: (socket: Socket) => void socket.destroy(),
        cloud: (socket: Socket) => void socket.destroy(),
        ssh: (socket: Socket, vmId: string) => void socket.end(`this is ${vmId}\n`),
      },
      graceMillis: 100,
    })
  })
  afterEach(async () => {
    await driver.close()
    await rm(folder, { recursive: true, force: true })
  })

  const run = (entry: VmEntry, script: string): Promise<string> =>
    new Promise((done) => {
      const { file, arguments: args, environment, cwd } = enterCommand(entry, ['bash', '-c', script], { cwd: '/' })
      execFile(file, [...args], { cwd, env: environment, timeout: 5_000 }, (error, stdout) =>
        done(error === null ? stdout : 'nobody\n'),
      )
    })
  const at = (entry: VmEntry, address: string): Promise<string> =>
    run(entry, `exec 3<>/dev/tcp/${address}/22 && cat <&3`)

  it('lead to their machines, said before the workstation starts or while it runs', async () => {
    await driver.reachFromWorkstation([{ address: '203.0.113.1', vmId: vmA.vmId }])
    const workstation = await driver.ensureWorkstation()
    expect(await at(workstation, '203.0.113.1')).toBe(`this is ${vmA.vmId}\n`)
    await driver.reachFromWorkstation([
      { address: '203.0.113.1', vmId: vmA.vmId },
      { address: '203.0.113.2', vmId: vmB.vmId },
    ])
    expect([await at(workstation, '203.0.113.1'), await at(workstation, '203.0.113.2')]).toEqual([
      `this is ${vmA.vmId}\n`,
      `this is ${vmB.vmId}\n`,
    ])
  })

  it('follow a change of owner, and lead nowhere when nobody has them', async () => {
    const workstation = await driver.ensureWorkstation()
    await driver.reachFromWorkstation([{ address: '203.0.113.1', vmId: vmA.vmId }])
    await driver.reachFromWorkstation([{ address: '203.0.113.1', vmId: vmB.vmId }])
    expect(await at(workstation, '203.0.113.1')).toBe(`this is ${vmB.vmId}\n`)
    await driver.reachFromWorkstation([])
    expect(await at(workstation, '203.0.113.1')).toBe('nobody\n')
    expect(await run(workstation, 'ip addr show dev lo')).not.toContain('203.0.113.1')
    await driver.reachFromWorkstation([{ address: '203.0.113.1', vmId: vmA.vmId }])
    expect(await at(workstation, '203.0.113.1')).toBe(`this is ${vmA.vmId}\n`)
  })

  it('take nothing from the workstation that it needs itself, and are nobody’s inside machines', async () => {
    await driver.ensure(vmA)
    const workstation = await driver.ensureWorkstation()
    const wanted = ['127.0.0.1', '10.255.255.1', '169.254.169.254', '2001:db8::1', '$(id)', '203.0.113.9']
    await driver.reachFromWorkstation(wanted.map((address) => ({ address, vmId: vmB.vmId })))
    const answers = await Promise.all(['127.0.0.1', '10.255.255.1', '203.0.113.9'].map((to) => at(workstation, to)))
    expect(answers).toEqual(['nobody\n', 'nobody\n', `this is ${vmB.vmId}\n`])
    const machine = driver.entry(vmA.vmId)
    expect(machine === undefined ? 'no machine' : await at(machine, '203.0.113.9')).toBe('nobody\n')
    expect(log.entries.filter(({ level }) => level === 'error')).toEqual([])
  })
})
