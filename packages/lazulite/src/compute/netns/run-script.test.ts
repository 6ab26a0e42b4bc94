/** Scripts in real machines; skipped by name on hosts without namespaces. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GuestScript } from '../../ports/compute.js'
import { silentLog } from '../../testing/silent-log.js'
import { CallerRegistry } from '../caller-registry.js'
import { vmA } from '../contract/compute-driver-contract.js'
import { detectCompute } from '../detect.js'
import { MetadataOnlyDriver } from '../metadata-only/driver.js'
import { NetnsDriver } from './driver.js'

const support = await detectCompute()
const plain: GuestScript = { script: '', interpreter: 'sh', arguments: [], variables: {}, timeoutMillis: 60_000 }

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lazulite-script-'))
  await writeFile(join(folder, 'ca.pem'), '')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const optionsIn = (name: string) => {
  const pem = join(folder, 'ca.pem')
  const nothing = () => {}
  return {
    ...{ caCertificateFile: pem, caBundleFile: pem, runtimeFolder: join(folder, name) },
    ...{ guests: { metadata: nothing, cloud: nothing }, callers: new CallerRegistry(), log: silentLog },
  }
}

describe('a script in a machine', () => {
  if (support.driver !== 'netns') {
    it.skip(`cannot be tried on this host: ${support.reason}`, () => {})
    return
  }
  let driver: NetnsDriver
  beforeAll(async () => {
    driver = await NetnsDriver.start(optionsIn('run'))
    await driver.ensure(vmA)
  })
  afterAll(() => driver.close())
  const run = (script: string, more: Partial<GuestScript> = {}) => driver.run(vmA.vmId, { ...plain, script, ...more })

  it('is root of that machine, starts in /, and takes its parameters as arguments and variables', async () => {
    const given = { arguments: ['a b', 'c'], variables: { colour: 'blue' } }
    const said = await run('hostname; id -u; pwd; echo "$1|$2|$colour|$#"', given)
    expect(said).toEqual({ status: 0, stdout: 'machine-a\n0\n/\na b|c|blue|2\n', stderr: '' })
  })
  it('has its status and both outputs reported', async () => {
    expect(await run('echo out; echo err >&2; exit 7')).toEqual({ status: 7, stdout: 'out\n', stderr: 'err\n' })
  })
  it('names its own interpreter when it likes', async () => {
    const script = `#!${process.execPath}\nconsole.log(process.argv.slice(2).join('+'))`
    expect(await run(script, { arguments: ['x', 'y'] })).toEqual({ status: 0, stdout: 'x+y\n', stderr: '' })
  })
  it('is heard for its last 4096 bytes', async () => {
    const { stdout } = await run('i=0; while [ $i -lt 500 ]; do echo 0123456789; i=$((i+1)); done; printf end')
    expect([stdout.length, stdout.slice(-14)]).toEqual([4096, '0123456789\nend'])
  })
  it('sees nothing of the server’s own environment', async () => {
    process.env.LAZULITE_TEST_SECRET = 'x'
    const { stdout } = await run('echo "[$LAZULITE_TEST_SECRET]"').finally(
      () => delete process.env.LAZULITE_TEST_SECRET,
    )
    expect(stdout).toBe('[]\n')
  })
  it('keeps nobody waiting for what it leaves in the background', async () => {
    expect(await run('sleep 600 & echo started')).toEqual({ status: 0, stdout: 'started\n', stderr: '' })
  })
  it('is ended with what it started when it takes too long', async () => {
    const said = await run('echo begun; sleep 600; echo never', { timeoutMillis: 300 })
    expect(said).toEqual({ status: 137, stdout: 'begun\n', stderr: '' })
  })
  it('says so when its interpreter is missing', async () => {
    expect(await run('#!/no/such/thing\n')).toMatchObject({ status: 127 })
  })
  it('leaves no file behind', async () => {
    await run('true')
    expect((await readdir(join(folder, 'run'))).filter((name) => name.startsWith('script-'))).toEqual([])
  })
  it('needs a machine that runs', async () => {
    await expect(driver.run('cccccccc-0000-4000-8000-000000000003', plain)).rejects.toThrow(
      "no virtual machine runs with id 'cccccccc-0000-4000-8000-000000000003'",
    )
  })
})

it('cannot run where machines are metadata services alone', async () => {
  const driver = await MetadataOnlyDriver.start(optionsIn('metadata-only'))
  await driver.ensure(vmA)
  await expect(driver.run()).rejects.toThrow('no program can run inside them')
  await driver.close()
})
