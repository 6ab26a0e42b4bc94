/** Roles that come by other ways: through groups of groups, and by a role of one's own. */
import { afterAll, beforeAll, describe } from 'vitest'
import { Terminal } from './az.ts'
import { becomePersona, explained, lacks, lacksLink, must } from './personas.ts'
import { play } from './play.ts'

const group = '/subscriptions/{subscription}/resourceGroups/{group}'
const identity = (name: string): string => `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`
const write = 'Microsoft.ManagedIdentity/userAssignedIdentities/write'
const remove = 'Microsoft.ManagedIdentity/userAssignedIdentities/delete'

describe('access by other ways', () => {
  const operator = new Terminal('access-grants')
  beforeAll(async () => {
    await operator.signIn()
    await must(operator, 'az group create -n {group} -l westus2 && az group create -n {group}-2 -l westus2')
  })
  afterAll(() => must(operator, 'az group delete -n {group} --yes && az group delete -n {group}-2 --yes'))

  describe('of a member of a group in a group', () => {
    const member = new Terminal('walk-member')
    beforeAll(() => becomePersona(member, operator, [{ role: 'Reader', scope: group }]))
    play(member, [
      {
        says: 'may not write by itself',
        run: 'az identity create -g {group} -n id1',
        refuses: lacks(write, identity('id1')),
      },
    ])
    describe('when the outer group may', () => {
      beforeAll(async () => {
        const makeGroup = async (name: string) =>
          JSON.parse(
            await must(
              operator,
              `az ad group create --display-name ${name} --mail-nickname ${name} --query id -o json`,
            ),
          )
        operator.memory.team = await makeGroup('walk-team')
        operator.memory.division = await makeGroup('walk-division')
        operator.memory.memberId = member.memory.myId ?? ''
        await must(operator, 'az ad group member add --group {team} --member-id {memberId}')
        await must(operator, 'az ad group member add --group {division} --member-id {team}')
        await must(
          operator,
          `az role assignment create --assignee-object-id {division} --assignee-principal-type Group --role Contributor --scope ${group} -o none`,
        )
      })
      play(member, [
        { says: 'writes', run: 'az identity create -g {group} -n id1 --query name', gives: 'id1' },
        explained('is told through which groups', {
          action: write,
          scope: identity('id1'),
          cause:
            'Allowed: Contributor through group walk-division (which contains walk-team) at resource group {group} grants it.',
        }),
        {
          says: 'may not do more than the group',
          run: `az role assignment create --assignee-object-id {myId} --assignee-principal-type ServicePrincipal --role Owner --scope ${group} --name 31111111-2222-4333-8444-555555555556`,
          refuses: lacks(
            'Microsoft.Authorization/roleAssignments/write',
            `${group}/providers/Microsoft.Authorization/roleAssignments/31111111-2222-4333-8444-555555555556`,
          ),
        },
      ])
    })
    describe('when it has left', () => {
      beforeAll(() => must(operator, 'az ad group member remove --group {team} --member-id {memberId}'))
      play(member, [
        {
          says: 'may not write any more',
          run: 'az identity create -g {group} -n id2',
          refuses: lacks(write, identity('id2')),
        },
        explained('is told what is left', {
          action: write,
          scope: identity('id2'),
          cause: 'Denied: Reader does not have the action.',
        }),
      ])
    })
  })

  describe('by a role of its own', () => {
    const keeper = new Terminal('walk-keeper')
    const role = (name: string, more: object) =>
      JSON.stringify({
        ...{ Name: name, Description: 'Keeps identities.', AssignableScopes: [group] },
        ...{
          Actions: ['Microsoft.ManagedIdentity/*', 'Microsoft.Resources/subscriptions/resourceGroups/read'],
          ...more,
        },
      })
    const grant = (name: string, scope: string) =>
      `az role assignment create --assignee-object-id {keeperId} --assignee-principal-type ServicePrincipal --role '${name}' --scope ${scope} -o none`
    beforeAll(async () => {
      await must(
        operator,
        `az role definition create --role-definition '${role('Identity Keeper', { NotActions: [remove] })}' -o none`,
      )
      await becomePersona(keeper, operator, [{ role: 'Identity Keeper', scope: group }])
      operator.memory.keeperId = keeper.memory.myId ?? ''
    })
    play(keeper, [
      { says: 'does what its actions name', run: 'az identity create -g {group} -n kept --query name', gives: 'kept' },
      {
        says: 'may not do what its notActions name',
        run: 'az identity delete -g {group} -n kept',
        refuses: lacks(remove, identity('kept')),
      },
      explained('is told which notAction it is', {
        action: remove,
        scope: identity('kept'),
        cause: `Denied: Identity Keeper leaves out ${remove} (notActions), at resource group {group}.`,
      }),
      {
        says: 'may nothing else',
        run: 'az vm list -g {group}',
        refuses: lacks('Microsoft.Compute/virtualMachines/read', `${group}/providers/Microsoft.Compute`),
      },
    ])
    describe('beside another that has what it leaves out', () => {
      beforeAll(() => must(operator, grant('Managed Identity Contributor', group)))
      play(keeper, [{ says: 'does that too', run: 'az identity delete -g {group} -n kept', gives: '' }])
    })
    play(operator, [
      {
        says: 'cannot be granted where it is not assignable',
        run: grant('Identity Keeper', `${group}-2`),
        refuses: "Role 'Identity Keeper' doesn't exist.",
      },
    ])
  })

  describe('of who may define roles in one group', () => {
    const definer = new Terminal('walk-definer')
    beforeAll(() =>
      becomePersona(definer, operator, [
        { role: 'User Access Administrator', scope: group },
        { role: 'Reader', scope: `${group}-2` },
      ]),
    )
    const definition = (...scopes: string[]) =>
      JSON.stringify({ ...{ Name: 'Looker', Description: 'Looks.', Actions: ['*/read'] }, AssignableScopes: scopes })
    const define = 'Microsoft.Authorization/roleDefinitions/write'
    play(definer, [
      {
        says: 'may not define one for two',
        run: `az role definition create --role-definition '${definition(group, `${group}-2`)}'`,
        refuses: lacksLink([define, ''], [define, `${group}-2`]).split("on scope '")[0] ?? '',
      },
      {
        says: 'defines one for its own',
        run: `az role definition create --role-definition '${definition(group)}' --query roleName`,
        gives: 'Looker',
      },
      { says: 'takes it back', run: `az role definition delete -n Looker --scope ${group}`, gives: '' },
    ])
  })
})
