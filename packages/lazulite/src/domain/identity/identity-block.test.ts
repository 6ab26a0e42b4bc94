import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ArmError } from '../errors/arm-error.js'
import type { Json, JsonObject } from '../json.js'
import { parseIdentityBlock, type RequestedIdentity } from './identity-block.js'
import { renderIdentity } from './render-identity.js'
import type { ResourceIdentity } from './resource-identity.js'

const group = '/subscriptions/s/resourceGroups/rg'
const vm = `${group}/providers/Microsoft.Compute/virtualMachines/vm`
const idOf = (name: string): string => `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`
const [a, b, c] = [idOf('A'), idOf('B'), idOf('C')]

const link = (resourceId: string) => ({
  resourceId,
  principalId: `principal of ${resourceId.slice(-1)}`,
  clientId: `client of ${resourceId.slice(-1)}`,
})
const system = { systemAssigned: { principalId: 'p', clientId: 'c' }, userAssigned: [] }
const none: ResourceIdentity = { userAssigned: [] }
const onlyA: ResourceIdentity = { userAssigned: [link(a)] }
const both: ResourceIdentity = { ...system, userAssigned: [link(a), link(b)] }

const parse = (
  block: Json | undefined,
  existing: ResourceIdentity | undefined,
  method: 'PUT' | 'PATCH',
  form: 'map' | 'list' = 'map',
): RequestedIdentity => parseIdentityBlock(block, existing, { method, resourceId: vm, form })

/** `S` for system-assigned, then the last letters of the user-assigned identities. */
const short = ({ systemAssigned, userAssigned }: RequestedIdentity): string =>
  `${systemAssigned ? 'S' : ''}${userAssigned.map((id) => id.slice(-1)).join('')}`

const refusal = (work: () => unknown): ArmError => {
  try {
    work()
  } catch (error) {
    if (error instanceof ArmError) return error
    throw error
  }
  throw new Error('was not refused')
}

const map = (entries: JsonObject): JsonObject => ({ userAssignedIdentities: entries })

describe('parseIdentityBlock', () => {
  it.each<[string, ResourceIdentity, Json | undefined, string, string]>([
    // situation, existing identities, block, after PATCH, after PUT ('!' when refused)
    ['absent, nothing there', none, undefined, '', ''],
    ['absent', both, undefined, 'SAB', 'SAB'],
    ['null', both, null, 'SAB', 'SAB'],
    ['None', both, { type: 'None' }, '', ''],
    ['None with null map (Azure CLI 2.91)', both, { type: 'None', userAssignedIdentities: null }, '', ''],
    ['SystemAssigned, nothing there', none, { type: 'SystemAssigned' }, 'S', 'S'],
    ['SystemAssigned drops user-assigned', both, { type: 'SystemAssigned' }, 'S', 'S'],
    ['SystemAssigned replaces user-assigned', onlyA, { type: 'SystemAssigned' }, 'S', 'S'],
    ['SystemAssigned that removes by null', both, { type: 'SystemAssigned', ...map({ [a]: null }) }, 'S', 'S'],
    ['SystemAssigned with empty map', both, { type: 'SystemAssigned', ...map({}) }, 'S', 'S'],
    ['UserAssigned, one new', none, { type: 'UserAssigned', ...map({ [a]: {} }) }, 'A', 'A'],
    ['UserAssigned drops system', both, { type: 'UserAssigned', ...map({ [c]: {} }) }, 'ABC', 'C'],
    ['UserAssigned without map', both, { type: 'UserAssigned' }, 'AB', '!'],
    ['UserAssigned without map, nothing there', none, { type: 'UserAssigned' }, '!', '!'],
    ['UserAssigned with empty map, nothing there', none, { type: 'UserAssigned', ...map({}) }, '!', '!'],
    ['UserAssigned with null map', onlyA, { type: 'UserAssigned', userAssignedIdentities: null }, 'A', '!'],
    ['UserAssigned that removes one', both, { type: 'UserAssigned', ...map({ [a]: null }) }, 'B', ''],
    ['UserAssigned that removes the last', onlyA, { type: 'UserAssigned', ...map({ [a]: null }) }, '', ''],
    ['UserAssigned that removes a stranger', onlyA, { type: 'UserAssigned', ...map({ [b]: null }) }, 'A', ''],
    ['UserAssigned that swaps', onlyA, { type: 'UserAssigned', ...map({ [a]: null, [b]: {} }) }, 'B', 'B'],
    [
      'removal under a lower-case key (Azure CLI 2.45)',
      both,
      { type: 'UserAssigned', ...map({ [b.toLowerCase()]: null }) },
      'A',
      '',
    ],
    ['both without map keeps user-assigned', onlyA, { type: 'SystemAssigned, UserAssigned' }, 'SA', '!'],
    [
      'both without blank (Azure CLI 2.91)',
      onlyA,
      { type: 'SystemAssigned,UserAssigned', ...map({ [a]: {} }) },
      'SA',
      'SA',
    ],
    [
      'both in other order and case',
      onlyA,
      { type: 'userassigned , SYSTEMASSIGNED', ...map({ [b]: {} }) },
      'SAB',
      'SB',
    ],
    ['both, one new', both, { type: 'SystemAssigned, UserAssigned', ...map({ [c]: {} }) }, 'SABC', 'SC'],
    [
      'what GET showed, sent back',
      onlyA,
      { type: 'UserAssigned', principalId: 'x', ...map({ [a]: { principalId: 'p', clientId: 'c' } }) },
      'A',
      'A',
    ],
    ['members in other case', none, { TYPE: 'UserAssigned', UserAssignedIdentities: { [a]: {} } }, 'A', 'A'],
    [
      'one identity under two spellings',
      none,
      { type: 'UserAssigned', ...map({ [a]: {}, [a.toLowerCase()]: {} }) },
      'a',
      'a',
    ],
    [
      'attached and removed: the later counts',
      none,
      { type: 'UserAssigned', ...map({ [a]: {}, [a.toLowerCase()]: null }) },
      '',
      '',
    ],
  ])('%s', (_, existing, block, afterPatch, afterPut) => {
    for (const [method, expected] of [
      ['PATCH', afterPatch],
      ['PUT', afterPut],
    ] as const) {
      if (expected === '!') expect(refusal(() => parse(block, existing, method)).code).toBe('MissingIdentityIds')
      else expect([method, short(parse(block, existing, method))]).toEqual([method, expected])
    }
  })

  it('says which identities are new or named, as the client wrote them, and keeps the spelling of those that are there', () => {
    const block = { type: 'UserAssigned', ...map({ [a.toLowerCase()]: {}, [b.toUpperCase()]: {} }) }
    expect(parse(block, onlyA, 'PUT')).toEqual({
      systemAssigned: false,
      userAssigned: [a, b.toUpperCase()],
      attached: [b.toUpperCase()],
      named: [a.toLowerCase(), b.toUpperCase()],
    })
  })

  it('names neither what it removes nor what it leaves out', () => {
    const block = { type: 'UserAssigned', ...map({ [a]: null, [c]: {} }) }
    const existing = { userAssigned: [a, b].map((resourceId) => ({ ...onlyA.userAssigned[0], resourceId })) }
    expect(parse(block, existing as ResourceIdentity, 'PATCH')).toMatchObject({ userAssigned: [b, c], named: [c] })
    expect(parse(undefined, onlyA, 'PUT').named).toEqual([])
    expect(parse({ type: 'SystemAssigned, UserAssigned' }, onlyA, 'PATCH').named).toEqual([])
  })

  describe('in api-versions that list identityIds', () => {
    it.each<[string, ResourceIdentity, Json, string]>([
      ['the list says everything', both, { type: 'UserAssigned', identityIds: [c] }, 'C'],
      ['with system-assigned', both, { type: 'SystemAssigned, UserAssigned', identityIds: [b, c] }, 'SBC'],
      ['a map is not looked at', onlyA, { type: 'SystemAssigned', ...map({ [b]: {} }) }, 'S'],
      ['without list', onlyA, { type: 'SystemAssigned, UserAssigned' }, 'SA'],
    ])('%s', (_, existing, block, afterPatch) => {
      expect(short(parse(block, existing, 'PATCH', 'list'))).toBe(afterPatch)
    })

    it('refuses an id of another type in the words of that api-version', () => {
      expect(refusal(() => parse({ type: 'UserAssigned', identityIds: [vm] }, none, 'PUT', 'list'))).toMatchObject({
        status: 400,
        code: 'InvalidParameter',
        target: 'resourceIdentity.identityIds',
        message: `ResourceIdentity identityId '${vm}' is not a valid reference to a Microsoft.ManagedIdentity identity.`,
      })
    })
  })

  it.each([
    'myIdentity',
    '',
    'subscriptions/s',
    '/subscriptions',
    '/subscriptions/s/resourceGroups/rg/providers/N/odd',
  ])('refuses %j, which is no resource id', (id) => {
    expect(refusal(() => parse({ type: 'UserAssigned', ...map({ [id]: {} }) }, none, 'PATCH'))).toMatchObject({
      status: 400,
      code: 'LinkedInvalidPropertyId',
      message: `Property id '${id}' at path '' is invalid. Expect fully qualified resource Id that start with '/subscriptions/{subscriptionId}' or '/providers/{resourceProviderNamespace}/'.`,
    })
  })

  it.each([vm, '/subscriptions/s', group, `${a}/federatedIdentityCredentials/f`, `${vm}${a.slice(group.length)}`])(
    'refuses %s, which is no user-assigned identity',
    (id) => {
      expect(refusal(() => parse({ type: 'UserAssigned', ...map({ [id]: {} }) }, none, 'PATCH'))).toMatchObject({
        status: 400,
        code: 'InvalidIdentityId',
        message: `The identity ids '${id}' are invalid. It must be of the following format: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}'.`,
      })
    },
  )

  it('refuses a malformed id even where it would be removed', () => {
    expect(refusal(() => parse({ type: 'UserAssigned', ...map({ x: null }) }, onlyA, 'PATCH')).code).toBe(
      'LinkedInvalidPropertyId',
    )
  })

  it('refuses identities under a type that has none, in the words of the identity service', () => {
    expect(refusal(() => parse({ type: 'SystemAssigned', ...map({ [a]: {} }) }, none, 'PATCH'))).toMatchObject({
      status: 400,
      code: 'FailedIdentityOperation',
      message: `Identity operation for resource '${vm}' failed with error 'Failed to perform resource identity operation. Status: 'BadRequest'. Response: '{"error":{"code":"BadRequest","message":"The request format was unexpected, a non-UserAssigned identity type should not contain: userAssignedIdentities"}}'.'.`,
    })
  })

  it.each<[Json, string, string | undefined]>([
    ['SystemAssigned', 'InvalidRequestContent', undefined],
    [[], 'InvalidRequestContent', undefined],
    [{}, 'InvalidParameter', 'identity.type'],
    [{ type: null }, 'InvalidParameter', 'identity.type'],
    [{ type: 1 }, 'InvalidRequestContent', undefined],
    [{ type: '' }, 'InvalidParameter', 'identity.type'],
    [{ type: 'System' }, 'InvalidParameter', 'identity.type'],
    [{ type: 'None, SystemAssigned' }, 'InvalidParameter', 'identity.type'],
    [{ type: 'SystemAssigned;UserAssigned' }, 'InvalidParameter', 'identity.type'],
    [{ type: 'UserAssigned', userAssignedIdentities: [a] }, 'InvalidRequestContent', undefined],
    [{ type: 'UserAssigned', userAssignedIdentities: a }, 'InvalidRequestContent', undefined],
    [{ type: 'UserAssigned', userAssignedIdentities: { [a]: true } }, 'InvalidRequestContent', undefined],
    [{ type: 'UserAssigned', userAssignedIdentities: { [a]: [] } }, 'InvalidRequestContent', undefined],
  ])('refuses the block %j', (block, code, target) => {
    for (const method of ['PUT', 'PATCH'] as const) {
      expect(refusal(() => parse(block, both, method))).toMatchObject({ status: 400, code, target })
    }
  })

  it.each<[Json]>([[{ type: 'UserAssigned', identityIds: {} }], [{ type: 'UserAssigned', identityIds: [1] }]])(
    'refuses the listed block %j',
    (block) => expect(refusal(() => parse(block, both, 'PUT', 'list')).code).toBe('InvalidRequestContent'),
  )

  describe('laws', () => {
    const identity = fc.record({ system: fc.boolean(), users: fc.subarray([a, b, c]) }).map(
      ({ system: has, users }): ResourceIdentity => ({
        ...(has ? { systemAssigned: { principalId: 'p', clientId: 'c' } } : {}),
        userAssigned: users.map(link),
      }),
    )
    const entries = fc.dictionary(fc.constantFrom(a, b, c, a.toLowerCase(), c.toUpperCase()), fc.constantFrom(null, {}))
    const block = fc.record(
      {
        type: fc.constantFrom('UserAssigned', 'SystemAssigned, UserAssigned', 'SystemAssigned', 'None'),
        userAssignedIdentities: entries,
      },
      { requiredKeys: ['type'] },
    )
    const method = fc.constantFrom('PUT' as const, 'PATCH' as const)
    const apply = (requested: RequestedIdentity): ResourceIdentity => ({
      ...(requested.systemAssigned ? { systemAssigned: { principalId: 'p', clientId: 'c' } } : {}),
      userAssigned: requested.userAssigned.map(link),
    })
    const attempt = (work: () => RequestedIdentity): RequestedIdentity | undefined => {
      try {
        return work()
      } catch (error) {
        if (error instanceof ArmError) return undefined
        throw error
      }
    }

    it('asking twice asks for nothing new', () => {
      fc.assert(
        fc.property(block, identity, method, (body, existing, verb) => {
          const once = attempt(() => parse(body, existing, verb))
          if (once === undefined) return
          const twice = attempt(() => parse(body, apply(once), verb))
          // A PATCH whose removals emptied the map names nothing that is left.
          expect({ ...twice, attached: [] }).toEqual({ ...once, attached: [] })
          expect(twice?.attached).toEqual([])
        }),
      )
    })

    it('what an answer shows, sent back, changes nothing', () => {
      fc.assert(
        fc.property(identity, method, (existing, verb) => {
          const shown = renderIdentity(existing, { tenantId: 't', form: 'map' })
          const ids = existing.userAssigned.map(({ resourceId }) => resourceId)
          expect(parse(shown, existing, verb)).toEqual({
            systemAssigned: existing.systemAssigned !== undefined,
            userAssigned: ids,
            attached: [],
            named: ids,
          })
        }),
      )
    })

    it('a PUT does not depend on what was there, but for spelling and order', () => {
      fc.assert(
        fc.property(
          fc.record({
            type: fc.constantFrom('UserAssigned', 'None', 'SystemAssigned, UserAssigned'),
            userAssignedIdentities: entries,
          }),
          identity,
          identity,
          (body, before, other) => {
            const result = (existing: ResourceIdentity) => {
              const requested = attempt(() => parse(body, existing, 'PUT'))
              return requested === undefined
                ? undefined
                : {
                    system: requested.systemAssigned,
                    users: requested.userAssigned.map((id) => id.toLowerCase()).sort(),
                  }
            }
            expect(result(before)).toEqual(result(other))
          },
        ),
      )
    })

    it('a PATCH that names user-assigned identities never loses one that it does not remove', () => {
      fc.assert(
        fc.property(entries, identity, (userAssignedIdentities, existing) => {
          const requested = attempt(() => parse({ type: 'UserAssigned', userAssignedIdentities }, existing, 'PATCH'))
          if (requested === undefined) return
          const removed = Object.keys(userAssignedIdentities).filter((id) => userAssignedIdentities[id] === null)
          for (const { resourceId } of existing.userAssigned) {
            if (removed.some((id) => id.toLowerCase() === resourceId.toLowerCase())) continue
            expect(requested.userAssigned).toContain(resourceId)
          }
        }),
      )
    })
  })
})
