/** What limits a role that is granted: a deny assignment, a condition. */
import { afterAll, beforeAll, describe } from 'vitest'
import { Terminal } from './az.ts'
import { becomePersona, explained, must } from './personas.ts'
import { play } from './play.ts'

const group = '/subscriptions/{subscription}/resourceGroups/{group}'
const identity = (name: string): string => `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`

describe('access within limits', () => {
  const operator = new Terminal('access-limits')
  beforeAll(async () => {
    await operator.signIn()
    await must(operator, 'az group create -n {group} -l westus2')
    const made = JSON.parse(await must(operator, 'az identity create -g {group} -n id1 -o json'))
    Object.assign(operator.memory, { principalId: made.principalId })
  })
  afterAll(() => must(operator, 'az group delete -n {group} --yes'))

  describe('of a Contributor to whom something is denied', () => {
    const denied = new Terminal('walk-denied')
    const name = '11111111-2222-4333-8444-555555555511'
    const frozen = (action: string, scope: string): string =>
      `(DenyAssignmentAuthorizationFailed) The client '{me}' with object id '{myId}' has permission to perform action '${action}' on scope '${scope}'; however, the access is denied because of the deny assignment with name 'frozen' and Id '${name.replaceAll('-', '')}' at scope '${group}'.`
    beforeAll(async () => {
      await becomePersona(denied, operator, [{ role: 'Contributor', scope: group }])
      operator.memory.deniedId = denied.memory.myId ?? ''
      await must(
        operator,
        `az role deny-assignment create -n frozen --scope ${group} --assignment-name ${name} --actions 'Microsoft.ManagedIdentity/*/write' 'Microsoft.ManagedIdentity/*/delete' --principal-object-id {deniedId} --principal-type ServicePrincipal -o none`,
      )
    })
    play(denied, [
      { says: 'reads', run: 'az identity show -g {group} -n id1 --query name', gives: 'id1' },
      {
        says: 'may not write what its role would let it write',
        run: 'az identity create -g {group} -n id2',
        refuses: frozen('Microsoft.ManagedIdentity/userAssignedIdentities/write', identity('id2')),
      },
      explained('is told which deny assignment it is', {
        action: 'Microsoft.ManagedIdentity/userAssignedIdentities/write',
        scope: identity('id2'),
        cause: "Denied: deny assignment 'frozen' at resource group {group} denies it.",
      }),
      {
        says: 'may not delete',
        run: 'az identity delete -g {group} -n id1',
        refuses: frozen('Microsoft.ManagedIdentity/userAssignedIdentities/delete', identity('id1')),
      },
      {
        says: 'writes what is not denied',
        run: 'az group update -n {group} --set tags.a=b --query tags',
        gives: { a: 'b' },
      },
    ])
    describe('when that is taken back', () => {
      beforeAll(() => must(operator, `az role deny-assignment delete -n ${name} --scope ${group} --yes`))
      play(denied, [{ says: 'writes', run: 'az identity create -g {group} -n id2 --query name', gives: 'id2' }])
    })
  })

  describe('of who may hand out one role', () => {
    const delegate = new Terminal('walk-delegate')
    const half = (verb: string, source: string): string =>
      `((!(ActionMatches{'Microsoft.Authorization/roleAssignments/${verb}'})) OR (${source}[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {{reader}}))`
    const handOut = (role: string, name: string): string =>
      `az role assignment create --assignee-object-id {principalId} --assignee-principal-type ServicePrincipal --role ${role} --scope ${group} --name ${name}`
    /** Named so that it stands before the others in every list. */
    const first = '00000000-0000-4000-8000-000000000521'
    const contributor = 'b24988ac-6180-42a0-ab88-20f7382dd24c'
    const [allowed, refused] = ['31111111-2222-4333-8444-555555555521', '31111111-2222-4333-8444-555555555522']
    beforeAll(async () => {
      await becomePersona(delegate, operator, [{ role: 'Reader', scope: group }])
      operator.memory.delegateId = delegate.memory.myId ?? ''
      await must(
        operator,
        `az role assignment create --assignee-object-id {delegateId} --assignee-principal-type ServicePrincipal --role 'Role Based Access Control Administrator' --scope ${group} --name ${first} --condition "${half('write', '@Request')} AND ${half('delete', '@Resource')}" --condition-version 2.0 -o none`,
      )
    })
    play(delegate, [
      { says: 'hands out that one', run: `${handOut('Reader', allowed)} --query name`, gives: allowed },
      {
        says: 'may not hand out another',
        run: handOut('Contributor', refused),
        refuses: `(AuthorizationFailed) The client '{me}' with object id '{myId}' does not have authorization or an ABAC condition not fulfilled to perform action 'Microsoft.Authorization/roleAssignments/write' over scope '${group}/providers/Microsoft.Authorization/roleAssignments/${refused}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
      },
      explained('is told which condition is not true', {
        action: 'Microsoft.Authorization/roleAssignments/write',
        scope: group,
        cause:
          'Denied: Role Based Access Control Administrator has the action, but its condition is not true, at resource group {group}.',
        more: `--principal {me} --attribute request:Microsoft.Authorization/roleAssignments:RoleDefinitionId=${contributor}`,
      }),
      {
        says: 'takes that one back',
        run: `az role assignment delete --ids ${group}/providers/Microsoft.Authorization/roleAssignments/${allowed}`,
        gives: '',
      },
    ])
  })
})
