import { describe, expect, it } from 'vitest'
import { errorLine } from './cli-error.js'
import { type MachineOptions, machineNamed, runningMachineId } from './machine.js'
import { decodeToken, readTokenAnswer } from './token/managed-identity-token.js'
import { identityBlock, imageReference } from './vm/machine-body.js'

const outcome = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return errorLine(error)
  }
}

describe('which machine is meant', () => {
  const id = '/subscriptions/s/resourceGroups/G/providers/Microsoft.Compute/virtualMachines/V'
  it.each<[MachineOptions, unknown]>([
    [{}, undefined],
    [
      { resourceGroup: 'G', name: 'V' },
      { group: 'G', name: 'V' },
    ],
    [{ vm: 'G/V' }, { group: 'G', name: 'V' }],
    [{ vm: id }, { group: 'G', name: 'V' }],
    [{ vm: id.toLowerCase() }, { group: 'g', name: 'v' }],
    [{ vm: `${id}/extensions/x` }, `error: --vm ${id}/extensions/x is neither a virtual machine's id nor GROUP/NAME`],
    [{ vm: 'V' }, "error: --vm V is neither a virtual machine's id nor GROUP/NAME"],
  ])('%j', (options, expected) => expect(outcome(() => machineNamed(options))).toEqual(expected))
})

describe('a machine to enter', () => {
  const machine = (code: string, vmId?: string) => ({
    properties: { vmId, instanceView: { statuses: [{ code: 'ProvisioningState/succeeded' }, { code }] } },
  })
  it.each([
    ['runs', machine('PowerState/running', 'ABC'), 'abc'],
    [
      'is off',
      machine('PowerState/deallocated', 'ABC'),
      'error: V is not running (deallocated); start it with: lazulite vm start -g G -n V',
    ],
    ['has no id', machine('PowerState/running'), 'error: the server did not say which machine V is (no vmId)'],
  ])('%s', (_what, shown, expected) =>
    expect(outcome(() => runningMachineId(shown, { group: 'G', name: 'V' }))).toBe(expected),
  )
})

describe('identities and images', () => {
  const user = '/subscriptions/s/resourcegroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/u'
  it.each<[string[], unknown]>([
    [[], { type: 'SystemAssigned' }],
    [['[system]'], { type: 'SystemAssigned' }],
    [[user], { type: 'UserAssigned', userAssignedIdentities: { [user]: {} } }],
    [['[system]', user], { type: 'SystemAssigned, UserAssigned', userAssignedIdentities: { [user]: {} } }],
    [['u'], "error: 'u' is neither [system] nor the resource id of a user-assigned identity"],
  ])('--assign-identity %j', (given, expected) => expect(outcome(() => identityBlock(given))).toEqual(expected))

  it.each([
    [
      'Ubuntu',
      { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts-gen2', version: 'latest' },
    ],
    ['a:b:c:d', { publisher: 'a', offer: 'b', sku: 'c', version: 'd' }],
    [
      'a:b',
      "error: image 'a:b' is neither one of ubuntu, ubuntu2404, debian, windows, win2019datacenter nor publisher:offer:sku:version",
    ],
  ])('--image %s', (image, expected) => expect(outcome(() => imageReference(image))).toEqual(expected))
})

describe("the metadata service's answer", () => {
  const part = (content: object): string => Buffer.from(JSON.stringify(content)).toString('base64url')
  it('gives a token that is shown without its signature', () => {
    const text = JSON.stringify({ access_token: `${part({ alg: 'RS256' })}.${part({ oid: 'o' })}.x`, expires_on: '7' })
    const { accessToken, expiresOn } = readTokenAnswer({ status: 200, text })
    expect([decodeToken(accessToken), expiresOn]).toEqual([{ header: { alg: 'RS256' }, claims: { oid: 'o' } }, '7'])
  })
  it.each([
    [
      400,
      '{"error":"invalid_request","error_description":"Identity not found"}',
      'invalid_request: Identity not found',
    ],
    [200, '{}', 'error: the metadata service gave no token'],
  ])('%i %s is refused', (status, text, expected) =>
    expect(outcome(() => readTokenAnswer({ status, text }))).toBe(expected),
  )
  it('is no token when it is no JWT', () => expect(outcome(() => decodeToken('x'))).toBe('error: the token is no JWT'))
})
