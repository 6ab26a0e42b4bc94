import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { Resource } from '../domain/arm-resource/resource.js'
import { machineTypes } from '../domain/compute/machine-types.js'
import { fakeClock } from '../testing/fake-clock.js'
import { silentLog } from '../testing/silent-log.js'
import { SshGateway } from './ssh-gateway.js'

const machinesFolder = join(mkdtempSync(join(tmpdir(), 'lazulite-gateway-')), 'machines')
afterEach(() => rmSync(join(machinesFolder, '..'), { recursive: true, force: true }))

const idOf = (number: number): string => `00000000-0000-4000-8000-00000000000${number}`

it('keeps the folders of every kind of machine on record while they are stopped, and removes the others', async () => {
  const ids = [...machineTypes, 'deleted'].map((_, index) => idOf(index))
  for (const id of ids) mkdirSync(join(machinesFolder, id, 'home'), { recursive: true })
  /** Of a record only `vmId` is read, hence the cast. */
  const list = async ({ type }: { readonly type?: string }): Promise<Resource[]> =>
    machineTypes.flatMap((known, index) =>
      known === type ? [{ body: { vmId: idOf(index) } } as unknown as Resource] : [],
    )
  const gateway = new SshGateway({
    machinesFolder,
    firstPort: 0,
    resources: { get: async () => undefined, list },
    clock: fakeClock('2030-01-01T00:00:00Z'),
    programs: { start: unused, filesOf: unused },
    passwords: { hash: unused, verify: unused },
    entersMachines: false,
    audit: unused,
    log: silentLog,
  })
  await gateway.sweep()
  expect(readdirSync(machinesFolder)).toEqual(machineTypes.map((_, index) => idOf(index)))
  expect(existsSync(join(machinesFolder, idOf(0), 'home'))).toBe(true)
})

const unused = (): never => {
  throw new Error('not asked for in this test')
}
