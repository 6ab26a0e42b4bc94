/**
 * From a refusal of az to the command that ends it: `lazulite explain` names the cause, its first remedy is run as it
 * stands, and the same az command works.
 */
import { beforeAll, describe, expect } from 'vitest'
import { Terminal } from './az.ts'
import { becomePersona, lacks, must } from './personas.ts'
import { play, type Row } from './play.ts'

const operator = new Terminal('az-explain')
const clerk = new Terminal('az-explain-clerk')
const groupOf = (name: string): string => `/subscriptions/{subscription}/resourceGroups/${name}`
const [yard, yard10] = [groupOf('{yard}'), groupOf('{yard}0')]
const mast = `${yard10}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/mast`
const action = (verb: string): string => `Microsoft.ManagedIdentity/userAssignedIdentities/${verb}`
const question = (verb: string, scope: string): string =>
  `{lazulite} explain --principal {myId} --action ${action(verb)} --scope ${scope}`

const asked = (says: string, verb: string, more: Pick<Row, 'gives' | 'keep'>): Row => ({
  ...{ says, run: `${question(verb, mast)} --json`, onHost: true, isLong: true },
  ...more,
})
const keep = { remedy: 'remedies.0.command' }
const remedied: readonly Row[] = [
  { says: 'runs the command that is offered', run: '{remedy}', gives: { principalId: '{myId}' }, isLong: true },
]
const allowed = (verb: string): Row => ({
  says: `is told that ${verb} is allowed now`,
  run: `${question(verb, mast)} --exit-code`,
  ...{ onHost: true, isLong: true, gives: expect.stringMatching(/^Allowed: /) },
})
const byClerk = (says: string, run: string, more: Pick<Row, 'gives' | 'refuses' | 'status'>): Row => ({
  ...{ says, run, isLong: true },
  ...more,
})

describe('lazulite explain, after a refusal of az', () => {
  beforeAll(async () => {
    await operator.signIn()
    operator.memory.yard = 'az-explain-yard1'
    for (const name of ['{yard}', '{yard}0']) await must(operator, `az group create -n ${name} -l westus2 -o none`)
    await becomePersona(clerk, operator, [{ role: 'Managed Identity Operator', scope: operator.fill(yard) }])
    const { me, myId } = clerk.memory
    Object.assign(operator.memory, { me, myId })
  })

  describe('a role on a group whose name is shorter', () => {
    play(operator, [
      {
        says: 'has an identity in the group that the clerk has no role on',
        run: 'az identity create -g {yard}0 -n mast -o none',
        isLong: true,
      },
    ])
    play(clerk, [
      byClerk('the clerk is refused', 'az identity show -g {yard}0 -n mast', { refuses: lacks(action('read'), mast) }),
    ])
    play(operator, [
      asked('names the near miss', 'read', {
        gives: {
          reason: 'noAssignment',
          summary: 'no role is assigned at userAssignedIdentities mast in {yard}0 or above',
          nearMisses: [
            {
              kind: 'elsewhere',
              sentence:
                'Managed Identity Operator at resource group {yard} does not cover resource group {yard}0: names are compared whole',
            },
          ],
        },
        keep,
      }),
      ...remedied,
      allowed('read'),
    ])
    play(clerk, [byClerk('the clerk sees it', 'az identity show -g {yard}0 -n mast', { gives: { name: 'mast' } })])
  })

  describe('a custom role that leaves something out', () => {
    const role = JSON.stringify({
      ...{ Name: 'Rigger', Description: 'all but delete', Actions: ['Microsoft.ManagedIdentity/*'] },
      ...{ NotActions: [action('delete')], AssignableScopes: [yard10] },
    })
    play(operator, [
      { says: 'makes the role', run: `az role definition create --role-definition '${role}' -o none`, isLong: true },
      {
        says: 'assigns it',
        run: `az role assignment create --assignee-object-id {myId} --assignee-principal-type ServicePrincipal --role Rigger --scope ${yard10} -o none`,
        isLong: true,
      },
    ])
    play(clerk, [
      byClerk('the clerk cannot delete', 'az identity delete -g {yard}0 -n mast', {
        refuses: lacks(action('delete'), mast),
      }),
    ])
    play(operator, [
      asked('names the notAction', 'delete', {
        gives: {
          reason: 'excludedByNotActions',
          summary: `Rigger leaves out ${action('delete')} (notActions), at resource group {yard}0`,
        },
        keep,
      }),
      ...remedied,
      allowed('delete'),
    ])
  })

  describe('a deny assignment', () => {
    const deny = `--scope ${yard10} -n 11111111-2222-4333-8444-666666666601`
    play(operator, [
      {
        says: 'keeps the clerk from deleting',
        run: `az role deny-assignment create -n 'masts stay' --scope ${yard10} --assignment-name 11111111-2222-4333-8444-666666666601 --actions '${action('delete')}' --principal-object-id {myId} --principal-type ServicePrincipal -o none`,
        isLong: true,
      },
    ])
    play(clerk, [
      byClerk('the clerk is denied', 'az identity delete -g {yard}0 -n mast', {
        refuses: `the access is denied because of the deny assignment with name 'masts stay'`,
      }),
    ])
    play(operator, [
      asked('names it, and offers no role', 'delete', {
        gives: {
          reason: 'denyAssignment',
          summary: "deny assignment 'masts stay' at resource group {yard}0 denies it",
          deniedBy: { displayName: 'masts stay', pattern: action('delete') },
          remedies: [],
        },
      }),
      { says: 'takes it away', run: `az role deny-assignment delete ${deny} --yes`, isLong: true },
      allowed('delete'),
    ])
    play(clerk, [byClerk('the clerk deletes', 'az identity delete -g {yard}0 -n mast', { gives: '' })])
  })

  describe('afterwards', () => {
    play(operator, [
      { says: 'deletes one group', run: 'az group delete -n {yard} --yes', isLong: true },
      { says: 'deletes the other', run: 'az group delete -n {yard}0 --yes', isLong: true },
      { says: 'deletes the clerk', run: 'az ad app delete --id {me}', isLong: true },
    ])
  })
})
