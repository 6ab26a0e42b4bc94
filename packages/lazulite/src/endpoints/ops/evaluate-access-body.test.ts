import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { everything } from '../../operations/access/asker.js'
import { grantRole } from '../../testing/assign-role.js'
import { startTestCloud, type TestCloud } from '../../testing/start-test-cloud.js'
import { evaluateAccessBody } from './evaluate-access-body.js'

let test: TestCloud
let principalId: string
const read = 'Microsoft.Compute/virtualMachines/read'
const conditional = 'Storage Blob Data Reader'
const blobRead = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'

beforeAll(async () => {
  test = await startTestCloud()
  const caller = await test.caller({ role: 'Reader', scope: `${test.subscription}/resourceGroups/rg1` })
  principalId = caller.principalId
  const { ports } = test.cloud
  await grantRole(
    { ...ports, clock: test.clock },
    { role: conditional, scope: test.subscription },
    { principalId, principalType: 'ServicePrincipal' },
  )
  const [assignment] = await ports.store.read.roleAssignments.findApplicable({
    principalIds: [principalId],
    scope: test.subscription,
  })
  if (assignment === undefined) throw new Error('no assignment was made')
  const condition =
    "SubOperationMatches{'Blob.List'} OR @Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] ForAnyOfAnyValues:StringEquals {'a', 'b'}"
  await ports.store.transaction((tx) =>
    tx.roleAssignments.update({ ...assignment, condition, conditionVersion: '2.0' }),
  )
})
afterAll(() => test.close())

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape are looked into
const ask = async (body: unknown, explain?: string): Promise<any> =>
  evaluateAccessBody(test.cloud.ports, body, { asker: everything, explain: explain ?? null })

describe('an access question', () => {
  const name = 'Microsoft.Storage/storageAccounts/blobServices/containers:name'
  it.each([
    ['no attributes', {}, 'conditionNotMet'],
    ['the attribute', { attributes: { resource: { [name]: 'a' } } }, 'roleAssignment'],
    ['a list', { attributes: { resource: { [name]: ['x', 'b'] } } }, 'roleAssignment'],
    ['another value', { attributes: { resource: { [name]: 'c' } } }, 'conditionNotMet'],
    ['another type of value', { attributes: { resource: { [name]: 1 } } }, 'conditionNotMet'],
    ['another source', { attributes: { request: { [name]: 'a' }, principal: { n: true } } }, 'conditionNotMet'],
    ['the suboperation', { subOperation: 'Blob.List' }, 'roleAssignment'],
  ])('with %s is decided by it', async (_what, said, reason) => {
    const question = { principalId, action: blobRead, isDataAction: true, scope: test.subscription, ...said }
    const answer = await ask(question)
    expect([answer.reason, answer.explanation.reason]).toEqual([reason, reason])
    expect(answer.explanation.question).toEqual({
      action: blobRead,
      isDataAction: true,
      scope: test.subscription,
      ...said,
    })
  })

  it('that is allowed names role, assignment and scope', async () => {
    const scope = `${test.subscription}/resourceGroups/rg1`
    const { explanation, ...short } = await ask({ principalId, action: read, scope })
    expect(short).toEqual({
      decision: 'allowed',
      reason: 'roleAssignment',
      role: 'Reader',
      roleAssignment: expect.any(String),
      scope,
    })
    expect(explanation.grantedBy.roleAssignment).toBe(short.roleAssignment)
  })

  it('that is denied names what was considered', async () => {
    expect(await ask({ principalId, action: read, scope: test.subscription }, 'false')).toEqual({
      decision: 'denied',
      reason: 'noMatchingAction',
      considered: [
        { roleAssignment: expect.any(String), scope: test.subscription, role: conditional, effect: 'lacksAction' },
      ],
    })
  })
})

describe('many questions', () => {
  it('are answered in their order, without explanations unless asked for', async () => {
    const scopes = ['', '/resourceGroups/rg1', '/resourceGroups/rg10'].map((rest) => `${test.subscription}${rest}`)
    const questions = scopes.map((scope) => ({ principalId, action: read, scope }))
    const short = await ask(questions)
    expect(short.map((one: object) => ('decision' in one ? one.decision : ''))).toEqual(['denied', 'allowed', 'denied'])
    expect(short.some((one: object) => 'explanation' in one)).toBe(false)
    const long = await ask(questions, 'true')
    expect(long.map((one: { explanation: { question: { scope: string } } }) => one.explanation.question.scope)).toEqual(
      scopes,
    )
  })

  it('may be none', async () => expect(await ask([])).toEqual([]))

  it('are not explained by the thousand', async () => {
    const questions = Array.from({ length: 1001 }, () => ({ principalId, action: read, scope: '/' }))
    await expect(ask(questions, 'true')).rejects.toMatchObject({ code: 'InvalidRequestContent' })
    await expect(ask([], 'yes')).rejects.toMatchObject({ code: 'BadRequest' })
  })

  it('are no accesses: nothing is audited', async () => {
    const { store } = test.cloud.ports
    await ask({ principalId, action: read, scope: '/' })
    await test.cloud.audit.flush()
    expect(await store.read.events.list({ limit: 10, principalId })).toEqual([])
  })
})
