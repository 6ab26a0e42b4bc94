/** Conditions of role assignments with `az role assignment`, and somebody who may hand out one role and not another. */
import { beforeAll, describe } from 'vitest'
import { Terminal } from './az.ts'
import { play } from './play.ts'

describe('az role assignment --condition', () => {
  const terminal = new Terminal('az-condition')
  const scope = '/subscriptions/{subscription}/resourceGroups/{group}'
  const contributor = 'b24988ac-6180-42a0-ab88-20f7382dd24c'
  const half = (verb: string, source: string, role: string) =>
    `((!(ActionMatches{'Microsoft.Authorization/roleAssignments/${verb}'})) OR (${source}[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${role}}))`
  /** As the portal's template "Constrain roles" says it, on one line. */
  const only = (role: string) => `${half('write', '@Request', role)} AND ${half('delete', '@Resource', role)}`
  const grant = (more: string) =>
    `az role assignment create --assignee-object-id {delegate} --assignee-principal-type ServicePrincipal --role 'User Access Administrator' --scope ${scope} ${more}`
  const handOut = (role: string) =>
    `az role assignment create --assignee-object-id {worker} --assignee-principal-type ServicePrincipal --role ${role} --scope ${scope}`
  const asDelegate = 'az login --service-principal -u {appId} -p {secret} --tenant {tenant} -o none'
  const asOperator = 'az login --service-principal -u {operatorId} -p {operatorSecret} --tenant {tenant} -o none'
  const refusal = (verb: string) =>
    `(AuthorizationFailed) The client '{appId}' with object id '{delegate}' does not have authorization or an ABAC condition not fulfilled to perform action 'Microsoft.Authorization/roleAssignments/${verb}' over scope '${scope}/providers/Microsoft.Authorization/roleAssignments/`
  beforeAll(() => terminal.signIn())
  play(terminal, [
    { says: 'has a group', run: 'az group create -n {group} -l westus2', gives: { name: '{group}' } },
    {
      says: 'has an identity that roles are handed to',
      run: 'az identity create -g {group} -n worker',
      keep: { worker: 'principalId' },
    },
    {
      says: 'has a delegate without any role',
      run: 'az ad sp create-for-rbac -n delegate',
      keep: { appId: 'appId', secret: 'password' },
      isLong: true,
    },
    { says: 'knows its object id', run: 'az ad sp show --id {appId} --query id', keep: { delegate: '' } },
    {
      says: 'refuses a condition that cannot be read, and says where',
      run: grant(`--condition "@Request[a:b] GuidEquals 'reader'"`),
      refuses:
        "(InvalidRoleAssignmentCondition) The given role assignment condition is invalid. Line 1, column 26: GuidEquals takes GUIDs, not 'reader'.",
    },
    {
      says: 'refuses the first version of conditions',
      run: grant(`--condition "${only('{reader}')}" --condition-version 1.0`),
      refuses: '(InvalidRoleAssignmentCondition) The given role assignment condition is invalid. Condition version',
    },
    {
      says: 'grants a role under a condition',
      run: grant(`--condition "${only('{reader}')}" --condition-version 2.0 --description 'hands out Reader'`),
      gives: { condition: only('{reader}'), conditionVersion: '2.0', description: 'hands out Reader' },
    },
    {
      says: 'shows the condition in lists',
      run: `az role assignment list --assignee {delegate} --scope ${scope} --query "[].{condition: condition, version: conditionVersion}"`,
      gives: [{ condition: only('{reader}'), version: '2.0' }],
    },
    { says: 'signs in as the delegate', run: asDelegate },
    { says: 'hands out the role that the condition names', run: handOut('Reader'), keep: { handedOut: 'id' } },
    { says: 'may not hand out another', run: handOut('Contributor'), refuses: refusal('write') },
    { says: 'takes it away again', run: 'az role assignment delete --ids {handedOut}', gives: '' },
    { says: 'signs in as the operator', run: asOperator },
    { says: 'hands out the other role', run: handOut('Contributor'), keep: { others: 'id' } },
    { says: 'signs in as the delegate again', run: asDelegate },
    {
      says: 'may not take away what the condition does not name',
      run: 'az role assignment delete --ids {others}',
      refuses: refusal('delete'),
    },
    { says: 'signs in as the operator again', run: asOperator },
    {
      says: 'changes the condition',
      run: `az role assignment list --assignee {delegate} --scope ${scope} --query "[0]" > assignment.json && sed -i 's/{reader}/${contributor}/g' assignment.json && az role assignment update --role-assignment assignment.json`,
      gives: { condition: only(contributor), conditionVersion: '2.0', description: 'hands out Reader' },
    },
    { says: 'signs in as the delegate once more', run: asDelegate },
    { says: 'takes away what it names now', run: 'az role assignment delete --ids {others}', gives: '' },
    { says: 'no longer hands out what it named before', run: handOut('Reader'), refuses: refusal('write') },
    { says: 'signs in as the operator to clean up', run: asOperator },
    { says: 'deletes the delegate', run: 'az ad app delete --id {appId}', gives: '' },
    { says: 'deletes the group', run: 'az group delete -n {group} --yes', gives: '' },
  ])
})
