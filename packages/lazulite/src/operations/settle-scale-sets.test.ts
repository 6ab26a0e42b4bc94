import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ArmOperation, ProvisioningState, Resource } from '../domain/arm-resource/resource.js'
import type { Store } from '../ports/store.js'
import { openSqliteStore } from '../stores/sqlite-handle/open-sqlite-store.js'
import { fakeClock } from '../testing/fake-clock.js'
import { settleScaleSets } from './settle-scale-sets.js'

const setId = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachineScaleSets/set'
const record = (id: string, type: string, provisioningState: ProvisioningState): Resource => ({
  ...{ id, type, name: id.split('/').at(-1) ?? '', subscriptionId: 's', resourceGroup: 'rg', location: 'westus' },
  ...{ provisioningState, body: { vmId: id }, etag: 'e', createdAt: 0, changedAt: 0 },
})
const operation: ArmOperation = {
  operationId: 'o',
  kind: 'virtualMachineScaleSetWrite',
  subject: setId,
  ...{ subscriptionId: 's', location: 'westus', status: 'InProgress', startedAt: 0 },
}
const failure = { code: 'InternalExecutionError', message: 'An internal execution error occurred. Please retry later.' }

let store: Store
const clock = fakeClock()
beforeEach(async () => {
  store = await openSqliteStore({ file: ':memory:' })
})
afterEach(() => store.close())

it.each<
  [
    string,
    ProvisioningState,
    readonly ProvisioningState[],
    string,
    ProvisioningState | undefined,
    Partial<ArmOperation>,
  ]
>([
  ['machines are being made', 'Creating', ['Succeeded', 'Creating'], 'waiting', 'Creating', {}],
  ['machines are going', 'Deleting', ['Deleting'], 'waiting', 'Deleting', {}],
  ['all machines run', 'Updating', ['Succeeded', 'Succeeded'], 'done', 'Succeeded', { status: 'Succeeded' }],
  ['it has none', 'Creating', [], 'done', 'Succeeded', { status: 'Succeeded' }],
  ['a machine failed', 'Creating', ['Succeeded', 'Failed'], 'done', 'Failed', { status: 'Failed', error: failure }],
  ['the last machine has gone', 'Deleting', [], 'done', undefined, { status: 'Succeeded' }],
])('a set and its operation, when %s', async (_, state, members, answer, after, ended) => {
  await store.transaction(async (tx) => {
    await tx.resources.insert(record(setId, 'Microsoft.Compute/virtualMachineScaleSets', state))
    for (const [number, member] of members.entries()) {
      const type = 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines'
      await tx.resources.insert(record(`${setId}/virtualMachines/${number}`, type, member))
    }
    await tx.operations.put(operation)
  })
  expect(await settleScaleSets({ store, clock })).toBe(answer)
  expect((await store.read.resources.get(setId))?.provisioningState).toBe(after)
  expect(await store.read.operations.get('o')).toEqual({
    ...operation,
    ...ended,
    ...(ended.status === undefined ? {} : { endedAt: clock.nowMillis() }),
  })
})
