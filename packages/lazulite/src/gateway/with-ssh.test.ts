import { describe, expect, it } from 'vitest'
import type { ComputeDriver, VmSpec } from '../ports/compute.js'
import { rememberingLog } from '../testing/silent-log.js'
import { withSsh } from './with-ssh.js'

const vm: VmSpec = { vmId: 'a', resourceId: '/a', computerName: 'a' }

/** Writes down what is done, with a private member as real drivers have. */
class PaperDriver implements ComputeDriver {
  readonly kind = 'netns'
  readonly #done: string[]
  constructor(done: string[]) {
    this.#done = done
  }
  async ensure({ vmId }: VmSpec): Promise<void> {
    this.#done.push(`driver starts ${vmId}`)
  }
  async remove(vmId: string): Promise<void> {
    this.#done.push(`driver ends ${vmId}`)
  }
  async ensureWorkstation() {
    this.#done.push('workstation')
    return { driver: 'metadata-only', environment: {} } as const
  }
  async run(vmId: string) {
    this.#done.push(`script in ${vmId}`)
    return { status: 0, stdout: '', stderr: '' }
  }
  running = (): readonly string[] => ['a']
  entry = () => undefined
  async openMetadataPort(vmId: string): Promise<string> {
    this.#done.push(`port of ${vmId}`)
    return 'http://127.0.0.1:1'
  }
  async close(): Promise<void> {
    this.#done.push('driver closes')
  }
}

const made = (open: () => Promise<void> = async () => {}) => {
  const done: string[] = []
  const log = rememberingLog()
  const gateway = {
    async open({ vmId }: VmSpec): Promise<void> {
      done.push(`ssh opens ${vmId}`)
      await open()
    },
    async close(vmId: string): Promise<void> {
      done.push(`ssh closes ${vmId}`)
    },
    async closeAll(): Promise<void> {
      done.push('ssh closes')
    },
  }
  return { driver: withSsh(new PaperDriver(done), gateway, log), done, log }
}

describe('a driver with SSH', () => {
  it('opens after the machine has started, and closes before it ends', async () => {
    const { driver, done } = made()
    await driver.ensure(vm)
    await driver.remove('a')
    await driver.close()
    expect(done).toEqual([
      ...['driver starts a', 'ssh opens a', 'ssh closes a', 'driver ends a', 'ssh closes', 'driver closes'],
    ])
  })

  it('has a machine that runs even when it has no SSH server', async () => {
    const { driver, log } = made(() => Promise.reject(new Error('no port')))
    await driver.ensure(vm)
    expect(log.entries.map(({ level, message }) => [level, message])).toEqual([['error', 'no SSH into a machine']])
  })

  it('does everything else as before', async () => {
    const { driver, done } = made()
    expect([driver.kind, driver.running(), driver.entry('a'), driver.reachFromWorkstation]).toEqual([
      ...['netns', ['a'], undefined, undefined],
    ])
    expect([await driver.openMetadataPort('a'), (await driver.ensureWorkstation()).driver]).toEqual([
      ...['http://127.0.0.1:1', 'metadata-only'],
    ])
    expect(done).toEqual(['port of a', 'workstation'])
  })
})
