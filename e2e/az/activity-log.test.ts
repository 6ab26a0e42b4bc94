/** `az monitor activity-log list`: who did what, what was refused, and who may read it. */
import { beforeAll, describe, expect } from 'vitest'
import { Terminal } from './az.ts'
import { becomePersona } from './personas.ts'
import { play } from './play.ts'
import { WireText } from './wire-text.ts'

const operator = new Terminal('az-activity-log')
const reader = new Terminal('az-activity-log-reader')
const group = '/subscriptions/{subscription}/resourceGroups/{group}'
const identity = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1`
const list = (rest: string): string => `az monitor activity-log list ${rest}`
const short = "--query '[].[operationName.value, status.value]'"
const write = 'Microsoft.ManagedIdentity/userAssignedIdentities/write'
const remove = 'Microsoft.ManagedIdentity/userAssignedIdentities/delete'
const writeGroup = 'Microsoft.Resources/subscriptions/resourcegroups/write'

/** Where the commands come from depends on how machines run here. */
const sees = new WireText([
  [/\/ticks\/\d+/g, '/ticks/<ticks>'],
  [/\b(?:10\.255\.255\.1|127\.0\.0\.1)\b/g, '<address>'],
])

describe('az monitor activity-log', () => {
  beforeAll(async () => {
    await operator.signIn()
    const made = await operator.sh('az group create -n {group} -l westus2 -o none')
    if (made.status !== 0) throw new Error(made.stderr)
    await becomePersona(reader, operator, [{ role: 'Reader', scope: operator.fill(group) }])
    Object.assign(operator.memory, { readerId: reader.memory.myId })
  })

  play(operator, [{ says: 'has an identity', run: 'az identity create -g {group} -n id1 -o none', isLong: true }])
  play(reader, [
    {
      says: 'a reader is refused to delete it',
      run: 'az identity delete -g az-activity-log -n id1',
      refuses: '(AuthorizationFailed)',
      isLong: true,
    },
  ])
  play(
    operator,
    [
      {
        says: 'lists what happened in the group, newest first',
        run: list(`-g {group} ${short}`),
        gives: [
          [remove, 'Failed'],
          [write, 'Succeeded'],
          ['Microsoft.Authorization/roleAssignments/write', 'Succeeded'],
          [writeGroup, 'Succeeded'],
        ],
      },
      {
        says: 'shows an event of a resource whole',
        run: list(`--resource-id ${identity} --status Succeeded`),
        gives: [{ resourceId: identity, operationName: { value: write }, level: 'Informational' }],
        keep: { correlation: '0.correlationId' },
      },
      {
        says: 'finds it by its correlation id',
        run: list(`--correlation-id {correlation} ${short}`),
        gives: [[write, 'Succeeded']],
      },
      {
        says: 'finds what somebody did, and why it was refused',
        run: list('--caller {readerId} --offset 1h --query [0].[subStatus.localizedValue,properties.reason,level]'),
        gives: ['Forbidden (HTTP Status Code: 403)', 'noMatchingAction', 'Error'],
      },
      {
        says: 'finds what failed',
        run: list(`--status Failed --resource-id ${identity} --select operationName status ${short}`),
        gives: [[remove, 'Failed']],
      },
      {
        says: 'shows only so many',
        run: list('--max-events 2 --query "length(@)"'),
        gives: 2,
      },
      {
        says: 'has nothing from before',
        run: list('--start-time 2026-01-01T00:00:00Z --end-time 2026-01-02T00:00:00Z'),
        gives: [],
      },
      {
        says: 'knows the categories',
        run: "az monitor activity-log list-categories --query '[].value'",
        gives: expect.arrayContaining(['Administrative']),
      },
    ],
    sees,
  )
  play(reader, [
    {
      says: 'a reader of the group sees its events',
      run: list(`-g az-activity-log --max-events 1 ${short}`),
      gives: [[remove, 'Failed']],
    },
    {
      says: 'and of the subscription no others',
      run: list("--query '[?resourceGroupName != `az-activity-log`]'"),
      gives: [],
    },
    {
      says: 'is refused the log of another group',
      run: list('-g somewhere'),
      refuses: '(AuthorizationFailed)',
    },
  ])
  play(operator, [{ says: 'deletes the group', run: 'az group delete -n {group} --yes', gives: '' }])
})
