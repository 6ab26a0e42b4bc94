import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Json, type JsonObject, textAt } from '../../domain/json.js'
import type { ArmCall, ArmCallAnswer, ArmCalls } from '../../ports/arm-calls.js'
import { deploymentOf, identity } from '../../testing/deployment-templates.js'
import { callerOf, group, startTestArm, type TestArm } from '../../testing/start-test-arm.js'
import { testSubscriptionId } from '../../testing/test-ports.js'
import { beginDeployment } from './begin-deployment.js'
import { createDeploymentEngine, type DeploymentEngine } from './deployment-engine.js'
import { deploymentBody, deploymentOperationType, operationBody, stateOf } from './deployment-record.js'
import { endDeployment } from './end-deployment.js'

const owner = callerOf('owner')
const deploymentId = `${group}/providers/Microsoft.Resources/deployments/d`

let test: TestArm
let arm: ArmCalls
let engines: DeploymentEngine[]

beforeEach(async () => {
  test = await startTestArm()
  arm = test.arm
  engines = []
})
afterEach(async () => {
  await Promise.all(engines.map((engine) => engine.close()))
  await test.close()
})

/** Puts something in front of the real door; `undefined` lets the call through. */
type Before = (call: ArmCall) => Promise<ArmCallAnswer> | undefined

function startEngine(before: Before = () => undefined): DeploymentEngine {
  const engine = createDeploymentEngine({
    ports: test.ports,
    arm: { ...arm, call: (call) => before(call) ?? arm.call(call) },
    limit: (work) => work(),
  })
  engines.push(engine)
  return engine
}

const begin = (body: JsonObject) =>
  beginDeployment(
    { ports: test.ports, arm },
    {
      name: 'd',
      text: JSON.stringify(body),
      caller: owner,
      correlationId: '33333333-3333-4333-8333-333333333333',
      subscriptionId: testSubscriptionId,
      resourceGroup: 'rg',
    },
  )

async function deploy(body: JsonObject, before?: Before): Promise<void> {
  await begin(body)
  const engine = startEngine(before)
  await engine.look()
  await engine.idle()
}

const nameOf = ({ path }: ArmCall): string => path.split('/').at(-1) ?? ''
const written = (calls: readonly ArmCall[]): string[] => calls.filter(({ method }) => method === 'PUT').map(nameOf)

async function read() {
  const { store } = test.ports
  const deployment = await store.read.resources.get(deploymentId)
  if (deployment === undefined) throw new Error('no deployment')
  const operations = await store.read.resources.list({ scope: deploymentId, type: deploymentOperationType })
  return {
    state: stateOf(deployment),
    body: deploymentBody(deployment),
    operations: Object.fromEntries(
      operations.map((one) => [
        String(operationBody(one).targetResource?.resourceName ?? operationBody(one).provisioningOperation),
        `${operationBody(one).provisioningOperation} ${stateOf(one)}`,
      ]),
    ),
    polled: await store.read.operations.list({ status: 'InProgress' }),
  }
}

describe('the order of resources', () => {
  const graph = fc
    .array(fc.array(fc.nat({ max: 7 }), { maxLength: 3 }), { minLength: 1, maxLength: 8 })
    // each depends on some before it: no circles
    .map((edges) =>
      edges.map((after, index) => ({ name: `id${index}`, after: [...new Set(after)].filter((n) => n < index) })),
    )
    .chain((nodes) => fc.shuffledSubarray(nodes, { minLength: nodes.length }).map((shuffled) => ({ nodes, shuffled })))

  it('follows dependencies alone, whatever the order in the template', async () => {
    await fc.assert(
      fc.asyncProperty(graph, async ({ nodes, shuffled }) => {
        const calls: ArmCall[] = []
        const resources = shuffled.map(({ name, after }) => identity(name, ...after.map((n) => `id${n}`)))
        await deploy(deploymentOf(resources), (call) => void calls.push(call))
        const order = written(calls)
        expect(order.toSorted()).toEqual(nodes.map(({ name }) => name).toSorted())
        for (const { name, after } of nodes) {
          for (const other of after) expect(order.indexOf(`id${other}`)).toBeLessThan(order.indexOf(name))
        }
        const { state, body } = await read()
        expect([state, body.outputResources?.length]).toEqual(['Succeeded', nodes.length])
      }),
      { numRuns: 15 },
    )
  })

  it('lets independent resources run side by side', async () => {
    let waiting = 0
    let open = () => {}
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    await deploy(deploymentOf([identity('id1'), identity('id2'), identity('id3', 'id1', 'id2')]), (call) => {
      if (call.method !== 'PUT' || nameOf(call) === 'id3') return undefined
      if (++waiting === 2) open()
      return gate.then(() => arm.call(call))
    })
    expect((await read()).state).toBe('Succeeded')
  })
})

it('lets others be served between its resources', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `id${index}`)
  await begin(deploymentOf(names.map((name, index) => identity(name, ...names.slice(Math.max(0, index - 1), index)))))
  const engine = startEngine()
  let isOver = false
  let turns = 0
  await engine.look()
  const ended = engine.idle().then(() => {
    isOver = true
  })
  while (!isOver) {
    turns++
    await new Promise((resolve) => setImmediate(resolve))
  }
  await ended
  expect(turns).toBeGreaterThanOrEqual(names.length)
})

describe('a failure', () => {
  const refused: ArmCallAnswer = { status: 409, headers: {}, body: { error: { code: 'Conflict', message: 'No.' } } }

  it('keeps from starting what depends on it, and nothing else', async () => {
    const resources = [
      identity('fails'),
      identity('after', 'fails'),
      identity('later', 'after'),
      identity('other'),
      identity('next', 'other'),
    ]
    await deploy(deploymentOf(resources, { outputs: { a: { type: 'int', value: 1 } } }), (call) =>
      call.method === 'PUT' && nameOf(call) === 'fails' ? Promise.resolve(refused) : undefined,
    )
    const { state, body, operations, polled } = await read()
    expect({ state, operations, polled }).toEqual({
      state: 'Failed',
      operations: { fails: 'Create Failed', other: 'Create Succeeded', next: 'Create Succeeded' },
      polled: [],
    })
    expect([body.outputs, body.outputResources]).toEqual([undefined, undefined])
    expect(body.error).toEqual({
      code: 'DeploymentFailed',
      target: deploymentId,
      message:
        'At least one resource deployment operation failed. Please list deployment operations for details. Please see https://aka.ms/arm-deployment-operations for usage details.',
      details: [{ code: 'Conflict', message: 'No.' }],
    })
  })

  it('of a long-running write names the resource and the inner error', async () => {
    const polling = 'https://management.azure.com/subscriptions/s/operations/o?api-version=2023-01-31'
    const inner = { code: 'InternalExecutionError', message: 'An internal execution error occurred.' }
    await deploy(deploymentOf([identity('id1')]), (call) => {
      if (call.method === 'PUT') {
        return Promise.resolve({ status: 201, headers: { 'azure-asyncoperation': polling }, body: {} })
      }
      if (call.path !== '/subscriptions/s/operations/o') return undefined
      return Promise.resolve({ status: 200, headers: {}, body: { status: 'Failed', error: inner } })
    })
    const { body, operations } = await read()
    expect(operations).toEqual({ id1: 'Create Failed' })
    expect(body.error?.details).toEqual([
      {
        code: 'ResourceDeploymentFailure',
        target: `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1`,
        message:
          "The resource write operation failed to complete successfully, because it reached terminal provisioning state 'Failed'.",
        details: [inner],
      },
    ])
  })

  it('of a reference is one of the resource that needs it', async () => {
    const missing = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/none`
    const resource = { ...identity('id1'), properties: { x: `[reference('${missing}', '2023-01-31').principalId]` } }
    await deploy(deploymentOf([resource]))
    const { state, body } = await read()
    expect([state, body.error?.details?.map(({ code }) => code)]).toEqual(['Failed', ['ResourceNotFound']])
  })
})

describe('a long-running write', () => {
  it('is waited for until the background work says that something has changed', async () => {
    let isUp = false
    const polling = 'https://management.azure.com/subscriptions/s/operations/o?api-version=2023-01-31'
    const engine = startEngine((call) => {
      if (call.method === 'PUT') {
        return Promise.resolve({ status: 201, headers: { 'azure-asyncoperation': polling }, body: {} })
      }
      if (call.path !== '/subscriptions/s/operations/o') return undefined
      return Promise.resolve({ status: 200, headers: {}, body: { status: isUp ? 'Succeeded' : 'InProgress' } })
    })
    await begin(deploymentOf([identity('id1')]))
    await engine.look()
    await engine.look()
    expect((await read()).state).not.toBe('Succeeded')
    isUp = true
    await engine.look()
    await engine.idle()
    expect((await read()).operations).toEqual({
      id1: 'Create Succeeded',
      EvaluateDeploymentOutput: 'EvaluateDeploymentOutput Succeeded',
    })
  })

  it('that nobody announces is noticed by the clock', async () => {
    let state = 'Creating'
    const body = (): Json => ({ properties: { provisioningState: state } })
    const engine = startEngine(() => Promise.resolve({ status: 200, headers: {}, body: body() }))
    await begin(deploymentOf([identity('id1')]))
    await engine.look()
    while ((await read()).operations.id1 === undefined) await new Promise((resolve) => setImmediate(resolve))
    state = 'Succeeded'
    const ended = engine.idle()
    let isOver = false
    void ended.then(() => {
      isOver = true
    })
    while (!isOver) {
      test.clock.advance(1)
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect((await read()).state).toBe('Succeeded')
  })
})

describe('a process that is killed', () => {
  const body = deploymentOf(
    [identity('id1'), identity('id2', 'id1'), identity('id3', 'id2')],
    {
      parameters: { secret: { type: 'securestring' }, guid: { type: 'string', defaultValue: '[newGuid()]' } },
      outputs: { guid: { type: 'string', value: "[parameters('guid')]" } },
    },
    { parameters: { secret: { value: 'S3cret' } } },
  )
  const stored = async () => JSON.stringify(await test.ports.store.read.resources.list({ scope: group }))

  it('leaves behind what the next one goes on with, secrets and all', async () => {
    await begin(body)
    const planned = (await read()).body.parameters
    let reached = () => {}
    const second = new Promise<void>((resolve) => {
      reached = resolve
    })
    const killed = createDeploymentEngine({
      ports: test.ports,
      limit: (work) => work(),
      arm: {
        ...arm,
        call(call) {
          if (call.method !== 'PUT' || nameOf(call) !== 'id2') return arm.call(call)
          reached()
          return new Promise(() => {}) // never answered: the process is no more
        },
      },
    })
    await killed.look()
    await second
    const before = await read()
    expect([before.state, before.operations]).toEqual(['Running', { id1: 'Create Succeeded', id2: 'Create Running' }])
    expect(await stored()).toContain('S3cret')

    const calls: ArmCall[] = []
    const next = startEngine((call) => void calls.push(call))
    await next.look()
    await next.idle()
    const after = await read()
    expect(written(calls)).toEqual(['id2', 'id3'])
    expect([after.state, after.polled, after.body.parameters]).toEqual(['Succeeded', [], planned])
    expect(textAt(after.body.outputs, 'guid', 'value')).toBe(textAt(planned, 'guid', 'value'))
    expect(textAt(planned, 'guid', 'value')).toMatch(/^[0-9a-f-]{36}$/)
    expect(await stored()).not.toContain('S3cret')
  })

  it('may have ended in an orderly way: what was being written is seen to its end', async () => {
    await begin(body)
    let reached = () => {}
    const second = new Promise<void>((resolve) => {
      reached = resolve
    })
    const engine = startEngine((call) => {
      if (call.method === 'PUT' && nameOf(call) === 'id2') reached()
      return undefined
    })
    await engine.look()
    await second
    await engine.close()
    expect((await read()).operations).toEqual({ id1: 'Create Succeeded', id2: 'Create Succeeded' })
    const next = startEngine()
    await next.look()
    await next.idle()
    expect((await read()).state).toBe('Succeeded')
  })
})

describe('cancelling', () => {
  it('ends the deployment; what is being written is seen to its end and nothing more begins', async () => {
    await begin(deploymentOf([identity('id1'), identity('id2', 'id1')]))
    const calls: ArmCall[] = []
    const engine = startEngine((call) => {
      calls.push(call)
      if (call.method !== 'PUT') return undefined
      return endDeployment(test.ports, deploymentId, { state: 'Canceled' }).then(() => arm.call(call))
    })
    await engine.look()
    await engine.idle()
    const { state, operations, polled } = await read()
    expect([state, operations, polled, written(calls)]).toEqual(['Canceled', { id1: 'Create Succeeded' }, [], ['id1']])
  })
})

describe('another deployment of the same name', () => {
  it('is refused while the first is under way', async () => {
    await begin(deploymentOf([identity('id1')]))
    await expect(begin(deploymentOf([]))).rejects.toMatchObject({
      status: 409,
      code: 'DeploymentActive',
      message:
        "Unable to edit or replace deployment 'd': previous deployment from '1/1/2030 12:00:00 AM' is still active (expiration time is '1/8/2030 12:00:00 AM'). Please see https://aka.ms/arm-deploy-resources for usage details.",
    })
  })
})

describe('Complete mode', () => {
  const complete = (resources: readonly Json[]): JsonObject => deploymentOf(resources, {}, { mode: 'Complete' })
  const identities = async () =>
    (
      await test.ports.store.read.resources.list({
        scope: group,
        type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
      })
    ).map(({ name }) => name)

  it('deletes what the template does not name, and the deployment says so', async () => {
    await deploy(deploymentOf([identity('keep'), identity('drop')]))
    await deploy(complete([identity('keep')]))
    expect([await identities(), (await read()).operations]).toEqual([
      ['keep'],
      {
        keep: 'Create Succeeded',
        drop: 'Delete Succeeded',
        EvaluateDeploymentOutput: 'EvaluateDeploymentOutput Succeeded',
      },
    ])
  })

  it('keeps what is locked, and succeeds all the same', async () => {
    await deploy(deploymentOf([identity('locked'), identity('drop')]))
    const locked = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/locked`
    await test.call('PUT', `${locked}/providers/Microsoft.Authorization/locks/l?api-version=2016-09-01`, {
      body: { properties: { level: 'CanNotDelete' } },
    })
    await deploy(complete([]))
    expect([await identities(), (await read()).state]).toEqual([['locked'], 'Succeeded'])
  })

  it('tries again what was still needed, once something else is gone', async () => {
    await deploy(deploymentOf([identity('first'), identity('second')]))
    let isSecondGone = false
    await deploy(complete([]), (call) => {
      if (call.method !== 'DELETE') return undefined
      if (nameOf(call) === 'second') isSecondGone = true
      else if (!isSecondGone)
        return Promise.resolve({ status: 409, headers: {}, body: { error: { code: 'Conflict', message: 'In use.' } } })
      return undefined
    })
    expect([await identities(), (await read()).state]).toEqual([[], 'Succeeded'])
  })

  it('fails when something cannot be deleted', async () => {
    await deploy(deploymentOf([identity('stays')]))
    await deploy(complete([]), (call) =>
      call.method === 'DELETE'
        ? Promise.resolve({ status: 409, headers: {}, body: { error: { code: 'Conflict', message: 'In use.' } } })
        : undefined,
    )
    const { state, body, operations } = await read()
    expect([state, operations, body.error?.details]).toEqual([
      'Failed',
      { stays: 'Delete Failed' },
      [{ code: 'Conflict', message: 'In use.' }],
    ])
  })
})
