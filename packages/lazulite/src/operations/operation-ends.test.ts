import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ArmOperation, OperationBeginning } from '../domain/arm-resource/resource.js'
import type { Ports } from '../ports/ports.js'
import type { AuditEvent } from '../ports/store.js'
import { startTestArm, type TestArm } from '../testing/start-test-arm.js'
import { followWork, tellingEnds } from './operation-ends.js'

let arm: TestArm
let told: AuditEvent[]
/** As a cloud wires them. */
let ports: Ports
beforeEach(async () => {
  arm = await startTestArm()
  told = []
  const audit = (event: AuditEvent): void => void told.push(event)
  ports = { ...arm.ports, audit, store: tellingEnds(arm.ports.store, { audit, clock: arm.clock }) }
})
afterEach(() => arm.close())

const beginning = (name: string): OperationBeginning => ({
  action: 'Microsoft.Compute/virtualMachines/start/action',
  scope: '/subscriptions/s/resourceGroups/rg',
  correlationId: name,
  caller: { principalId: name, kind: 'app', clientName: name },
  request: { method: 'POST' },
})
const running: ArmOperation = {
  ...{ operationId: 'op', kind: 'any', subject: '/subscriptions/s', subscriptionId: 's', location: 'westus' },
  ...{ status: 'InProgress', startedAt: 1 },
}
const put = ({ store }: Pick<Ports, 'store'>, operation: ArmOperation): Promise<void> =>
  store.transaction((tx) => tx.operations.put(operation))
/** As background work does it. */
const end = (how: Partial<ArmOperation>): Promise<void> =>
  ports.store.transaction(async (tx) => {
    const found = await tx.operations.get('op')
    if (found !== undefined) await tx.operations.put({ ...found, endedAt: 2, ...how })
  })
const outcomes = () =>
  told.map(({ correlationId, facts }) => [correlationId, facts.request]) as [string, Record<string, unknown>][]

describe('the end of an operation', () => {
  it('is told once, with its beginning', async () => {
    await put(followWork(ports, beginning('a')).ports, running)
    expect(told).toEqual([])
    await end({ status: 'Succeeded' })
    await end({ status: 'Succeeded' })
    expect(outcomes()).toEqual([['a', { method: 'POST', status: 200, outcome: 'Succeeded' }]])
  })

  it('is a failure with its error, when it was cancelled too', async () => {
    const work = followWork(ports, beginning('a'))
    await put(work.ports, running)
    await end({ status: 'Failed', error: { code: 'Bad', message: 'It broke.' } })
    await put(work.ports, running)
    await end({ status: 'Canceled' })
    expect(outcomes().map(([, { outcome, status, code, message }]) => [outcome, status, code, message])).toEqual([
      ['Failed', 409, 'Bad', 'It broke.'],
      ['Failed', 409, 'Canceled', ''],
    ])
  })

  it('belongs to the request that began it, whoever ends it', async () => {
    await put(followWork(ports, beginning('a')).ports, running)
    const other = followWork(ports, beginning('b'))
    await other.ports.store.transaction(async (tx) => {
      const found = await tx.operations.get('op')
      if (found !== undefined) await tx.operations.put({ ...found, status: 'Canceled' })
    })
    other.tellEnds()
    expect([outcomes().map(([who]) => who), other.hasBegun()]).toEqual([['a'], false])
  })

  it('waits for the answer when the request ended it itself', async () => {
    const work = followWork(ports, beginning('a'))
    await work.ports.store.transaction(async (tx) => {
      await tx.operations.put(running)
      await tx.operations.put({ ...running, status: 'Succeeded' })
    })
    expect(told).toEqual([])
    work.tellEnds()
    expect(outcomes().map(([who]) => who)).toEqual(['a'])
  })

  it('is not told of what was never committed', async () => {
    await put(followWork(ports, beginning('a')).ports, running)
    const failing = ports.store.transaction(async (tx) => {
      const found = await tx.operations.get('op')
      if (found !== undefined) await tx.operations.put({ ...found, status: 'Succeeded' })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(told).toEqual([])
  })

  it('is nobody’s when nobody asked', async () => {
    await put(ports, running)
    await end({ status: 'Succeeded' })
    expect(told).toEqual([])
  })
})
