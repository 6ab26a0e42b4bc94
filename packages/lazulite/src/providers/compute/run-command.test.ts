import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { GuestScript } from '../../ports/compute.js'
import { group, startTestArm, type TestArm } from '../../testing/start-test-arm.js'
import { vmBody } from '../../testing/vm-body.js'

const vm = `${group}/providers/Microsoft.Compute/virtualMachines/vm1`
const windows = `${group}/providers/Microsoft.Compute/virtualMachines/win1`
const version = '?api-version=2024-03-01'

let world: TestArm
let started: { readonly operationId: string; readonly vmId: string; readonly script: GuestScript }[]
beforeEach(async () => {
  started = []
  world = await startTestArm({
    guestScripts: { start: (operationId, vmId, script) => void started.push({ operationId, vmId, script }) },
  })
  await world.call('PUT', `${vm}${version}`, { body: vmBody() })
  await world.settle()
})
afterEach(() => world.close())

const run = (body: unknown, machine = vm) => world.call('POST', `${machine}/runCommand${version}`, { body })
const finish = (output: { interpreter: string; stdout: string; stderr: string }) =>
  world.ports.store.transaction(async (tx) => {
    const operation = await tx.operations.get(started[0]?.operationId ?? '')
    if (operation !== undefined) {
      const status = 'Succeeded'
      await tx.operations.put({
        ...operation,
        status,
        endedAt: world.clock.nowMillis(),
        output: { status: 0, ...output },
      })
    }
  })
const script = { commandId: 'RunShellScript', script: ['echo $1', 'echo $name'] }

describe('runCommand', () => {
  it('starts the script with its parameters and answers 202; the operation tells what it said', async () => {
    const parameters = [
      { name: 'arg1', value: 'x y' },
      { name: 'no-variable', value: 'z' },
    ]
    const accepted = await run({ ...script, parameters })
    expect([accepted.status, accepted.text]).toEqual([202, ''])
    const { vmId } = (await world.call('GET', `${vm}${version}`)).body.properties
    const expected: GuestScript = {
      script: 'echo $1\necho $name\n',
      interpreter: 'sh',
      arguments: ['x y', 'z'],
      variables: { arg1: 'x y' },
      timeoutMillis: 5_400_000,
    }
    expect(started).toEqual([{ operationId: expect.any(String), vmId, script: expected }])
    const follow = String(accepted.headers['azure-asyncoperation']).replace(/^https?:\/\/[^/]+/, '')
    const location = String(accepted.headers.location).replace(/^https?:\/\/[^/]+/, '')
    expect((await world.call('GET', follow)).body).toMatchObject({ status: 'InProgress' })
    expect((await world.call('GET', location)).status).toBe(202)

    await finish({ interpreter: 'sh', stdout: 'x y\n', stderr: '' })
    const output = {
      value: [
        {
          code: 'ProvisioningState/succeeded',
          level: 'Info',
          displayStatus: 'Provisioning succeeded',
          message: 'Enable succeeded: \n[stdout]\nx y\n\n[stderr]\n',
        },
      ],
    }
    const document = await world.call('GET', follow)
    expect(document.body).toEqual({
      startTime: expect.any(String),
      endTime: expect.any(String),
      status: 'Succeeded',
      properties: { output },
      name: started[0]?.operationId,
    })
    expect(await world.call('GET', location)).toMatchObject({ status: 200, body: output })
  })

  it('runs PowerShell in a machine with a Windows image, and shows each of its outputs', async () => {
    const body = vmBody() as { properties: { osProfile: object } }
    const osProfile = { ...body.properties.osProfile, windowsConfiguration: {} }
    await world.call('PUT', `${windows}${version}`, {
      body: { ...body, properties: { ...body.properties, osProfile } },
    })
    await world.settle()
    const accepted = await run({ commandId: 'RunPowerShellScript', script: ['Write-Output x'] }, windows)
    expect(started[0]?.script.interpreter).toBe('pwsh')
    await finish({ interpreter: 'pwsh', stdout: 'x', stderr: '' })
    const location = String(accepted.headers.location).replace(/^https?:\/\/[^/]+/, '')
    const status = { level: 'Info', displayStatus: 'Provisioning succeeded' }
    expect((await world.call('GET', location)).body).toEqual({
      value: [
        { code: 'ComponentStatus/StdOut/succeeded', ...status, message: 'x' },
        { code: 'ComponentStatus/StdErr/succeeded', ...status, message: '' },
      ],
    })
  })

  it('runs in an instance of a scale set', async () => {
    const set = `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/set`
    const { properties, ...rest } = vmBody() as { properties: { storageProfile: object } }
    const osProfile = { computerNamePrefix: 'set', adminUsername: 'me' }
    const profile = { storageProfile: properties.storageProfile, osProfile }
    const body = { ...rest, sku: { name: 'Standard_B1s', capacity: 1 }, properties: { virtualMachineProfile: profile } }
    expect((await world.call('PUT', `${set}${version}`, { body })).status).toBe(201)
    await world.settle()
    const accepted = await world.call('POST', `${set}/virtualMachines/0/runCommand${version}`, { body: script })
    const instance = await world.call('GET', `${set}/virtualMachines/0${version}`)
    expect([accepted.status, started[0]?.vmId]).toEqual([202, instance.body.properties.vmId])
  })
})

describe('runCommand is refused', () => {
  it.each<[unknown, string, string]>([
    [{ script: ['x'] }, 'commandId', "Required parameter 'commandId' is missing (null)."],
    [{ commandId: 'RunShellScript' }, 'script', "Required parameter 'script' is missing (null)."],
    [
      { commandId: 'RunShellScript', script: [1] },
      'script',
      "The value of parameter 'script' must be a list of lines.",
    ],
    [
      { ...script, commandId: 'RunPowerShellScript' },
      'commandId',
      "The value 'RunPowerShellScript' of parameter 'commandId' is not supported for Linux: 'RunShellScript' is.",
    ],
    [{ ...script, parameters: [{}] }, 'parameters', "Each of the 'parameters' must have a 'name' and a 'value'."],
  ])('for %j', async (body, target, message) => {
    const answer = await run(body)
    expect([answer.status, answer.body]).toEqual([400, { error: { code: 'InvalidParameter', target, message } }])
    expect(started).toEqual([])
  })

  it('while another script runs in the machine', async () => {
    await run(script)
    const answer = await run(script)
    const message =
      'Run command extension execution is in progress. Please wait for completion before invoking a run command.'
    expect([answer.status, answer.body]).toEqual([409, { error: { code: 'Conflict', message } }])
    expect(started).toHaveLength(1)
  })

  it('when the machine does not run', async () => {
    await world.call('POST', `${vm}/deallocate${version}`)
    await world.settle()
    const answer = await run(script)
    const message = 'The operation requires the VM to be running (or set to run).'
    expect([answer.status, answer.body]).toEqual([409, { error: { code: 'OperationNotAllowed', message } }])
  })

  it('when there is no machine, and to who may only read', async () => {
    expect((await run(script, `${vm}x`)).status).toBe(404)
    const { as } = await world.caller({ name: 'reader', role: 'Reader', scope: group })
    const denied = await world.call('POST', `${vm}/runCommand${version}`, { as, body: script })
    expect([denied.status, denied.body.error.code]).toEqual([403, 'AuthorizationFailed'])
    expect(denied.body.error.message).toContain("'Microsoft.Compute/virtualMachines/runCommand/action'")
  })

  it('by name where machines run no programs', async () => {
    const bare = await startTestArm()
    const answer = await bare.call('POST', `${vm}/runCommand${version}`, { body: script })
    const message = 'NotImplemented: POST runCommand on a host whose machines run no programs'
    expect([answer.status, answer.body.error]).toEqual([501, { code: 'NotImplemented', message }])
    await bare.close()
  })
})
