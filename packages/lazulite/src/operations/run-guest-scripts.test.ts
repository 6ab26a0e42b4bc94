import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ArmOperation } from '../domain/arm-resource/resource.js'
import type { GuestScript, GuestScriptResult } from '../ports/compute.js'
import type { Store } from '../ports/store.js'
import { openSqliteStore } from '../stores/sqlite-handle/open-sqlite-store.js'
import { fakeClock } from '../testing/fake-clock.js'
import { silentLog } from '../testing/silent-log.js'
import { GuestScriptRunner } from './run-guest-scripts.js'

const script: GuestScript = { script: 'x', interpreter: 'sh', arguments: [], variables: {}, timeoutMillis: 1 }
const clock = fakeClock()
const operation: ArmOperation = {
  operationId: 'o',
  kind: 'guestScript',
  subject: '/vm',
  ...{ subscriptionId: 's', location: 'westus', status: 'InProgress', startedAt: clock.nowMillis() },
}

let store: Store
beforeEach(async () => {
  store = await openSqliteStore({ file: ':memory:' })
  await store.transaction((tx) => tx.operations.put(operation))
})
afterEach(() => store.close())

const runner = (run: (vmId: string) => Promise<GuestScriptResult>) =>
  new GuestScriptRunner({ store, clock, log: silentLog, driver: { run } })
const stored = () => store.read.operations.get('o')
const said: GuestScriptResult = { status: 3, stdout: 'out', stderr: 'err' }

it('ends the operation with what the script said, whatever its status', async () => {
  const scripts = runner(async (vmId) => ({ ...said, stdout: vmId }))
  scripts.start('o', 'vm-1', script)
  await scripts.idle()
  expect(await stored()).toEqual({
    ...operation,
    status: 'Succeeded',
    endedAt: clock.nowMillis(),
    output: { interpreter: 'sh', status: 3, stdout: 'vm-1', stderr: 'err' },
  })
})

it('fails the operation when the script cannot be run', async () => {
  const scripts = runner(async () => {
    throw new Error('no machine')
  })
  scripts.start('o', 'vm-1', script)
  await scripts.idle()
  expect(await stored()).toMatchObject({
    status: 'Failed',
    error: { code: 'InternalExecutionError', message: 'An internal execution error occurred. Please retry later.' },
  })
})

it('leaves the operation to the next server once it is closed, which calls it cancelled', async () => {
  const { promise, resolve } = Promise.withResolvers<GuestScriptResult>()
  const scripts = runner(() => promise)
  scripts.start('o', 'vm-1', script)
  scripts.close()
  resolve(said)
  await scripts.idle()
  expect(await stored()).toEqual(operation)

  await runner(() => promise).endLost()
  expect(await stored()).toEqual(operation) // begun at this very moment: not lost yet
  clock.advance(1)
  await runner(() => promise).endLost()
  expect(await stored()).toMatchObject({ status: 'Canceled', error: { code: 'OperationPreempted' } })
})
