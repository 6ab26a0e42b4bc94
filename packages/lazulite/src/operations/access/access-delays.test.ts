/** Whole requests against a cloud in which changes take time. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { builtInRoleIds } from '../../domain/rbac/built-in-roles.js'
import { type DenyAssignment, everyone } from '../../domain/rbac/deny-assignment.js'
import type { Rules } from '../../ports/ports.js'
import { fakeClock } from '../../testing/fake-clock.js'
import { startTestCloud, type TestCloud } from '../../testing/start-test-cloud.js'
import type { TestPortOptions } from '../../testing/test-ports.js'
import { pendingChanges } from './pending-changes.js'

const delay = 300
const groupDelay = 3_600
const authorization = 'Microsoft.Authorization'
const names = {
  grant: 'd0000000-0000-4000-8000-000000000001',
  role: 'f0000000-0000-4000-8000-000000000001',
  deny: 'de000000-0000-4000-8000-000000000001',
  team: 'c0000000-0000-4000-8000-000000000001',
  division: 'c0000000-0000-4000-8000-000000000002',
}

let cloud: TestCloud
let folder: string | undefined
afterEach(async () => {
  await cloud.close()
  if (folder !== undefined) rmSync(folder, { recursive: true })
  folder = undefined
})

async function start(rules: Partial<Rules>, options: TestPortOptions = {}): Promise<TestCloud> {
  cloud = await startTestCloud({ ...options, rules })
  return cloud
}

const scope = () => `${cloud.subscription}/resourceGroups/dev`
const write = (path: string, body: unknown) =>
  cloud.arm('PUT', `${scope()}/providers/${authorization}/${path}?api-version=2022-04-01`, { body })
const remove = (path: string) =>
  cloud.arm('DELETE', `${scope()}/providers/${authorization}/${path}?api-version=2022-04-01`)
const createGroup = () =>
  cloud.arm('PUT', `${scope()}?api-version=2021-04-01`, { body: { location: 'westus', tags: {} } })
const roleId = (id: string) => `${cloud.subscription}/providers/${authorization}/roleDefinitions/${id}`
const grant = (principalId: string, { role, name = names.grant }: { role?: string; name?: string } = {}) =>
  write(`roleAssignments/${name}`, {
    properties: {
      principalId,
      principalType: 'ServicePrincipal',
      roleDefinitionId: roleId(role ?? builtInRoleIds.reader),
    },
  })

/** What reading the group answers. */
const reads = async (as: string): Promise<number> =>
  (await cloud.arm('GET', `${scope()}?api-version=2021-04-01`, { as })).status

/** What reading answers now, one millisecond's worth before the delay has passed, and after it. */
async function over(seconds: number, as: string): Promise<readonly number[]> {
  const seen = [await reads(as)]
  cloud.clock.advance(seconds - 0.001)
  seen.push(await reads(as))
  cloud.clock.advance(0.001)
  seen.push(await reads(as))
  return seen
}

describe('without delays', () => {
  it('a grant and its removal act at once, and nothing is remembered', async () => {
    await start({})
    await createGroup()
    const { as, principalId } = await cloud.caller()
    await grant(principalId)
    expect(await reads(as)).toBe(200)
    await remove(`roleAssignments/${names.grant}`)
    expect(await reads(as)).toBe(403)
    expect(await cloud.cloud.ports.store.read.accessChanges.list()).toEqual([])
  })
})

describe('with a propagation delay', () => {
  it('what the cloud begins with acts at once', async () => {
    await start({ rolePropagationDelay: delay })
    expect((await createGroup()).status).toBe(201)
  })

  it('a grant acts when it has passed, and is listed at once', async () => {
    await start({ rolePropagationDelay: delay })
    await createGroup()
    const { as, principalId } = await cloud.caller()
    expect((await grant(principalId)).status).toBe(201)
    const url = `${scope()}/providers/${authorization}/roleAssignments/${names.grant}?api-version=2022-04-01`
    expect((await cloud.arm('GET', url)).status).toBe(200)
    expect(await over(delay, as)).toEqual([403, 403, 200])
  })

  it('a removal acts when it has passed', async () => {
    await start({ rolePropagationDelay: delay })
    await createGroup()
    const { as, principalId } = await cloud.caller()
    await grant(principalId)
    cloud.clock.advance(1_000)
    expect((await remove(`roleAssignments/${names.grant}`)).status).toBe(200)
    expect(await over(delay, as)).toEqual([200, 200, 403])
  })

  it('what is granted and removed before it has passed acts for as long as it was there', async () => {
    await start({ rolePropagationDelay: delay })
    await createGroup()
    const { as, principalId } = await cloud.caller()
    await grant(principalId)
    cloud.clock.advance(10)
    await remove(`roleAssignments/${names.grant}`)
    cloud.clock.advance(delay - 11)
    expect(await over(1, as)).toEqual([403, 403, 200])
    expect(await over(10, as)).toEqual([200, 200, 403])
  })

  it('a removal that is taken back in time leaves a gap as long as it was gone', async () => {
    await start({ rolePropagationDelay: delay })
    await createGroup()
    const { as, principalId } = await cloud.caller()
    await grant(principalId)
    cloud.clock.advance(1_000)
    await remove(`roleAssignments/${names.grant}`)
    cloud.clock.advance(5)
    await grant(principalId)
    cloud.clock.advance(delay - 5)
    expect(await over(5, as)).toEqual([403, 403, 200])
  })

  it('a name that is assigned to somebody else changes hands when it has passed', async () => {
    await start({ rolePropagationDelay: delay })
    await createGroup()
    const [first, second] = [await cloud.caller(), await cloud.caller()]
    await grant(first.principalId)
    cloud.clock.advance(1_000)
    await remove(`roleAssignments/${names.grant}`)
    await grant(second.principalId)
    const both = async () => [await reads(first.as), await reads(second.as)]
    expect(await both()).toEqual([200, 403])
    cloud.clock.advance(delay)
    expect(await both()).toEqual([403, 200])
  })

  it('a changed condition acts when it has passed', async () => {
    await start({ rolePropagationDelay: delay })
    await createGroup()
    const { as, principalId } = await cloud.caller()
    await grant(principalId)
    cloud.clock.advance(1_000)
    await cloud.cloud.ports.store.transaction(async (tx) => {
      const granted = await tx.roleAssignments.findByName(names.grant)
      if (granted === undefined) throw new Error('not granted')
      const condition = "@Environment[UtcNow] DateTimeLessThan '2020-01-01T00:00:00.0Z'"
      await tx.roleAssignments.update({ ...granted, condition, conditionVersion: '2.0' })
    })
    expect(await over(delay, as)).toEqual([200, 200, 403])
  })

  it('a deleted resource takes its assignments along when it has passed', async () => {
    await start({ rolePropagationDelay: delay })
    await createGroup()
    const { as, principalId } = await cloud.caller()
    await grant(principalId)
    cloud.clock.advance(1_000)
    await cloud.cloud.ports.store.transaction((tx) => tx.roleAssignments.deleteWithin(scope()))
    expect(await over(delay, as)).toEqual([200, 200, 403])
  })

  const customRole = (actions: readonly string[]) => ({
    properties: {
      roleName: 'Group reader',
      type: 'CustomRole',
      permissions: [{ actions, notActions: [], dataActions: [], notDataActions: [] }],
      assignableScopes: [cloud.subscription],
    },
  })
  const reading = 'Microsoft.Resources/subscriptions/resourceGroups/read'

  it('a custom role gains and loses an action when it has passed', async () => {
    await start({ rolePropagationDelay: delay })
    await createGroup()
    const { as, principalId } = await cloud.caller()
    await write(`roleDefinitions/${names.role}`, customRole(['Microsoft.Compute/*/read']))
    await grant(principalId, { role: names.role })
    cloud.clock.advance(1_000)
    expect((await write(`roleDefinitions/${names.role}`, customRole([reading]))).status).toBe(201)
    expect(await over(delay, as)).toEqual([403, 403, 200])
    await write(`roleDefinitions/${names.role}`, customRole(['Microsoft.Compute/*/read']))
    expect(await over(delay, as)).toEqual([200, 200, 403])
  })

  const deny = (): DenyAssignment => ({
    name: names.deny,
    displayName: 'nobody',
    scope: scope(),
    permissions: [{ actions: ['*'], notActions: [], dataActions: [], notDataActions: [] }],
    doNotApplyToChildScopes: false,
    principals: [everyone],
    excludePrincipals: [],
    isSystemProtected: true,
    effect: 'Enforced',
    createdAt: 0,
    updatedAt: 0,
  })

  it('a deny assignment begins and ends when it has passed', async () => {
    await start({ rolePropagationDelay: delay })
    await createGroup()
    const { as, principalId } = await cloud.caller()
    await grant(principalId)
    cloud.clock.advance(1_000)
    const { store } = cloud.cloud.ports
    await store.transaction((tx) => tx.denyAssignments.insert(deny()))
    expect(await over(delay, as)).toEqual([200, 200, 403])
    await store.transaction((tx) => tx.denyAssignments.update({ ...deny(), doNotApplyToChildScopes: true }))
    await store.transaction((tx) => tx.denyAssignments.delete(scope(), names.deny))
    expect(await over(delay, as)).toEqual([403, 403, 200])
  })

  it('lists of resources follow the same rules', async () => {
    await start({ rolePropagationDelay: delay })
    await createGroup()
    const { as, principalId } = await cloud.caller()
    await grant(principalId)
    const listed = async () => {
      const { body } = await cloud.arm('GET', `${cloud.subscription}/resourceGroups?api-version=2021-04-01`, { as })
      return (body as { value?: unknown[] }).value?.length ?? 0
    }
    expect(await listed()).toBe(0)
    cloud.clock.advance(delay)
    expect(await listed()).toBe(1)
  })

  it('a restart in the middle changes nothing', async () => {
    folder = mkdtempSync(join(tmpdir(), 'lazulite-delays-'))
    const options = { file: join(folder, 'lazulite.db'), clock: fakeClock() }
    await start({ rolePropagationDelay: delay }, options)
    await createGroup()
    const { as, principalId } = await cloud.caller()
    await grant(principalId)
    cloud.clock.advance(delay - 1)
    expect(await reads(as)).toBe(403)
    await cloud.close()
    await start({ rolePropagationDelay: delay }, options)
    expect(await over(1, as)).toEqual([403, 403, 200])
  })

  it('remembers no change for longer than it can matter', async () => {
    await start({ rolePropagationDelay: delay })
    await createGroup()
    const { principalId } = await cloud.caller()
    await grant(principalId)
    cloud.clock.advance(delay)
    await remove(`roleAssignments/${names.grant}`)
    const kept = await cloud.cloud.ports.store.read.accessChanges.list()
    expect(kept.map(({ at, after }) => ({ at, isRemoval: after === undefined }))).toEqual([
      { at: cloud.clock.nowMillis(), isRemoval: true },
    ])
  })
})

describe('with a delay of group membership', () => {
  const group = (principalId: string) =>
    ({ kind: 'Group', principalId, displayName: 'group', isEnabled: true, createdAt: 0 }) as const

  /** A group and a group that contains it, which may read; and an application in neither. */
  async function arrange(rules: Partial<Rules> = {}) {
    await start({ groupMembershipDelay: groupDelay, ...rules })
    await createGroup()
    const { ports } = cloud.cloud
    await ports.store.transaction(async (tx) => {
      for (const id of [names.team, names.division]) await tx.principals.insert(group(id))
      await tx.principals.addMember(names.division, names.team)
      await tx.roleAssignments.insert({
        ...{ name: names.grant, scope: scope(), principalId: names.division, principalType: 'Group' },
        ...{ roleDefinitionId: builtInRoleIds.reader, createdAt: 0, updatedAt: 0 },
      })
    })
    cloud.clock.advance(groupDelay)
    return cloud.caller()
  }
  const member = (verb: 'addMember' | 'removeMember', groupId: string, memberId: string) =>
    cloud.cloud.ports.store.transaction((tx) => tx.principals[verb](groupId, memberId))

  it('an old token sees a new membership when it has passed, a new token at once', async () => {
    const { as, principalId, clientId } = await arrange()
    const longLived = await cloud.tokenFor({
      principalId,
      clientId,
      claims: { exp: cloud.clock.now() + 10 * groupDelay },
    })
    cloud.clock.advance(1)
    await member('addMember', names.team, principalId)
    expect(await reads(as)).toBe(403)
    expect(await reads(await cloud.tokenFor({ principalId, clientId }))).toBe(200)
    expect(await over(groupDelay, longLived)).toEqual([403, 403, 200])
  })

  it('an old token keeps a membership that ended until it has passed, a new token does not', async () => {
    const { principalId, clientId } = await arrange()
    await member('addMember', names.team, principalId)
    const longLived = await cloud.tokenFor({
      principalId,
      clientId,
      claims: { exp: cloud.clock.now() + 10 * groupDelay },
    })
    cloud.clock.advance(1)
    await member('removeMember', names.team, principalId)
    expect(await reads(await cloud.tokenFor({ principalId, clientId }))).toBe(403)
    expect(await over(groupDelay, longLived)).toEqual([200, 200, 403])
  })

  it.each([
    ['a group leaves the group above it', () => member('removeMember', names.division, names.team)],
    ['the group is deleted', () => cloud.cloud.ports.store.transaction((tx) => tx.principals.delete(names.team))],
  ])('an old token goes on when %s', async (_, change) => {
    const { as, principalId, clientId } = await arrange()
    await member('addMember', names.team, principalId)
    expect(await reads(as)).toBe(200)
    cloud.clock.advance(1)
    await change()
    expect(await reads(as)).toBe(200)
    expect(await reads(await cloud.tokenFor({ principalId, clientId }))).toBe(403)
  })

  it('groups that contain each other come to an end', async () => {
    const { as, principalId } = await arrange()
    await member('addMember', names.team, principalId)
    cloud.clock.advance(1)
    await member('addMember', names.team, names.division)
    expect(await reads(as)).toBe(200)
  })

  it('grants act at once', async () => {
    const { as, principalId } = await arrange()
    await grant(principalId, { name: names.role })
    expect(await reads(as)).toBe(200)
  })

  it('memberships act at once when only roles take time', async () => {
    const { as, principalId } = await arrange({ groupMembershipDelay: 0, rolePropagationDelay: delay })
    await member('addMember', names.team, principalId)
    expect(await reads(as)).toBe(200)
  })
})

describe('pendingChanges', () => {
  const at = () => cloud.clock.nowMillis()

  it('names what is under way for the caller at the scope, and when it acts', async () => {
    await start({ rolePropagationDelay: delay })
    await createGroup()
    const { principalId } = await cloud.caller()
    const stranger = await cloud.caller()
    const ask = async () =>
      (await pendingChanges(cloud.cloud.ports, { principalId }, scope())).map(({ of, change, effectiveAt }) => ({
        ...{ kind: of.kind, change, effectiveAt },
      }))
    await grant(stranger.principalId, { name: names.role })
    expect(await ask()).toEqual([])
    await grant(principalId)
    const granted = { kind: 'roleAssignment', change: 'granted', effectiveAt: at() + delay * 1000 }
    expect(await ask()).toEqual([granted])
    cloud.clock.advance(30)
    await remove(`roleAssignments/${names.grant}`)
    const removed = { kind: 'roleAssignment', change: 'removed', effectiveAt: at() + delay * 1000 }
    expect(await ask()).toEqual([granted, removed])
    cloud.clock.advance(delay - 30)
    expect(await ask()).toEqual([removed])
    cloud.clock.advance(30)
    expect(await ask()).toEqual([])
    expect(await pendingChanges(cloud.cloud.ports, { principalId }, cloud.subscription)).toEqual([])
  })

  it('names a membership that the token does not know yet', async () => {
    await start({ groupMembershipDelay: 60 })
    await createGroup()
    const { principalId } = await cloud.caller()
    const issuedAt = cloud.clock.now()
    cloud.clock.advance(1)
    await cloud.cloud.ports.store.transaction(async (tx) => {
      await tx.principals.insert({
        ...{ kind: 'Group', principalId: names.team, displayName: 'team', isEnabled: true, createdAt: 0 },
      })
      await tx.principals.addMember(names.team, principalId)
    })
    const membership = { groupId: names.team, memberId: principalId }
    expect(await pendingChanges(cloud.cloud.ports, { principalId, issuedAt }, scope())).toEqual([
      {
        of: { kind: 'groupMembership', at: at(), after: membership },
        change: 'granted',
        effectiveAt: at() + 60_000,
      },
    ])
    expect(await pendingChanges(cloud.cloud.ports, { principalId }, scope())).toEqual([])
  })

  it('is empty without delays', async () => {
    await start({})
    await createGroup()
    const { principalId } = await cloud.caller({ role: 'Reader', scope: scope() })
    expect(await pendingChanges(cloud.cloud.ports, { principalId }, scope())).toEqual([])
  })
})
