import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ArmCall, ArmCalls } from '../../ports/arm-calls.js'
import { callerOf, group, startTestArm, type TestArm } from '../../testing/start-test-arm.js'
import { testSubscription } from '../../testing/test-ports.js'

const correlationId = '33333333-3333-4333-8333-333333333333'
const path = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1`
const put = (name: string, more: Partial<ArmCall> = {}): ArmCall => ({
  caller: callerOf(name),
  method: 'PUT',
  path,
  apiVersion: '2023-01-31',
  body: { location: 'westus' },
  correlationId,
  ...more,
})

let test: TestArm
let arm: ArmCalls
beforeEach(async () => {
  test = await startTestArm()
  await test.caller({ name: 'reader', role: 'Reader', scope: '/' })
  arm = test.arm
})
afterEach(() => test.close())

describe('a call of the cloud itself', () => {
  it('is answered as the same request of the caller would be', async () => {
    const answer = await arm.call(put('owner'))
    const { body } = await test.call('GET', `${path}?api-version=2023-01-31`)
    expect([answer.status, answer.body]).toEqual([201, body])
  })

  it.each([
    ['without the right to', put('reader'), 403, 'AuthorizationFailed'],
    ['in an unknown api-version', put('owner', { apiVersion: '2000-01-01' }), 400, 'NoRegisteredProviderFound'],
    ['without an api-version', put('owner', { apiVersion: '' }), 400, 'MissingApiVersionParameter'],
    ['with a body that no client could send', put('owner', { body: 'text' }), 400, 'InvalidRequestContent'],
    [
      'to a type that is missing',
      put('owner', { path: `${group}/providers/Microsoft.Web/sites/s` }),
      501,
      'NotImplemented',
    ],
    [
      'in a group that is missing',
      put('owner', { path: path.replace('/rg/', '/none/') }),
      404,
      'ResourceGroupNotFound',
    ],
    ['to a path that is no Unicode', put('owner', { path: `${path}\ud800` }), 400, 'BadRequest'],
    ['to a path that climbs', put('owner', { path: `${group}/../x` }), 400, 'BadRequest'],
  ])('%s is refused as the client’s would be', async (_, call, status, code) => {
    expect(await arm.call(call)).toMatchObject({ status, body: { error: { code } } })
  })

  it('cannot smuggle a query into its path', async () => {
    const lock = `${group}/providers/Microsoft.Authorization/locks/l?api-version=2016-09-01&x=`
    const body = { properties: { level: 'ReadOnly' } }
    const answers = [
      await arm.call(put('owner', { path: lock, body, apiVersion: '' })),
      await arm.call(put('owner', { path: lock, body, apiVersion: '2020-05-01' })),
    ]
    expect(answers).toMatchObject([
      { status: 400, body: { error: { code: 'MissingApiVersionParameter' } } },
      { status: 400, body: { error: { code: 'InvalidResourceName' } } },
    ])
  })
})

describe('examining a call', () => {
  it('passes what may be done, group or not, and does nothing', async () => {
    expect(await arm.examine(put('owner'))).toBeUndefined()
    expect(await arm.examine(put('owner', { path: path.replace('/rg/', '/none/') }))).toBeUndefined()
    expect((await test.call('GET', `${path}?api-version=2023-01-31`)).status).toBe(404)
  })

  it('says why not', async () => {
    const refusal = await arm.examine(put('reader'))
    expect(refusal).toMatchObject({ status: 403, error: { code: 'AuthorizationFailed' } })
    expect(refusal).not.toHaveProperty('dependsOnBody')
    const elsewhere = put('owner', {
      path: path.replace(testSubscription, '/subscriptions/20000000-0000-4000-8000-00000000000f'),
    })
    expect(await arm.examine(elsewhere)).toMatchObject({ status: 404, error: { code: 'SubscriptionNotFound' } })
  })
})

describe('what this cloud says of its types', () => {
  it('names the newest api-version that is no preview', () => {
    const newest = arm.newestApiVersion('microsoft.managedidentity/USERASSIGNEDIDENTITIES') ?? ''
    expect(newest).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    expect(arm.newestApiVersion('Microsoft.Web/sites')).toBeUndefined()
  })

  it('describes a type and a provider, and nothing that is missing', () => {
    expect(arm.describeProvider('microsoft.compute', 'virtualmachines')).toMatchObject({
      resourceType: 'virtualMachines',
    })
    expect(arm.describeProvider('Microsoft.Compute', undefined)).toMatchObject({ namespace: 'Microsoft.Compute' })
    expect([arm.describeProvider('Microsoft.Web', undefined), arm.describeProvider('Microsoft.Compute', 'x')]).toEqual([
      undefined,
      undefined,
    ])
  })
})
