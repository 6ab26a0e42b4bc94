/** A Reader and a Contributor at work: what they may, and what az prints of each refusal. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { Terminal } from './az.ts'
import { becomePersona, explained, lacks, lacksLink, must } from './personas.ts'
import { play } from './play.ts'

const group = '/subscriptions/{subscription}/resourceGroups/{group}'
const lowerGroup = group.replace('resourceGroups', 'resourcegroups')
const identity = (name: string): string => `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`
const assignmentName = '31111111-2222-4333-8444-555555555555'

const template = {
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  parameters: { principalId: { type: 'string' } },
  resources: [
    {
      ...{ type: 'Microsoft.Authorization/roleAssignments', apiVersion: '2022-04-01', name: assignmentName },
      properties: {
        roleDefinitionId:
          "[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'acdd72a7-3385-48ef-bd42-f606fba81ae7')]",
        ...{ principalId: "[parameters('principalId')]", principalType: 'ServicePrincipal' },
      },
    },
  ],
}

describe('access', () => {
  const operator = new Terminal('access-walk')
  beforeAll(async () => {
    await operator.signIn()
    await must(operator, 'az group create -n {group} -l westus2 && az group create -n {group}-2 -l westus2')
    const made = JSON.parse(await must(operator, 'az identity create -g {group} -n id1 -o json'))
    Object.assign(operator.memory, { principalId: made.principalId, clientId: made.clientId })
  })
  afterAll(() => must(operator, 'az group delete -n {group} --yes && az group delete -n {group}-2 --yes'))

  describe('of a Reader', () => {
    const reader = new Terminal('walk-reader')
    beforeAll(() => becomePersona(reader, operator, [{ role: 'Reader', scope: group }]))
    play(reader, [
      { says: 'reads its group', run: 'az group show -n {group} --query name', gives: '{group}' },
      { says: 'sees no other', run: "az group list --query '[].name'", gives: ['{group}'] },
      { says: 'reads what is in it', run: 'az identity show -g {group} -n id1 --query clientId', gives: '{clientId}' },
      {
        says: 'may not write',
        run: 'az identity create -g {group} -n id2',
        refuses: lacks('Microsoft.ManagedIdentity/userAssignedIdentities/write', identity('id2')),
      },
      explained('is told that its role has no such action', {
        action: 'Microsoft.ManagedIdentity/userAssignedIdentities/write',
        scope: identity('id2'),
        cause: 'Denied: Reader does not have the action.',
      }),
      {
        says: 'may not delete',
        run: 'az identity delete -g {group} -n id1',
        refuses: lacks('Microsoft.ManagedIdentity/userAssignedIdentities/delete', identity('id1')),
      },
      {
        says: 'may not delete the group',
        run: 'az group delete -n {group} --yes',
        refuses: lacks('Microsoft.Resources/subscriptions/resourcegroups/delete', lowerGroup),
      },
      {
        says: 'may not tag',
        run: `az tag update --resource-id ${identity('id1')} --operation Merge --tags a=b`,
        refuses: lacks(
          'Microsoft.Resources/tags/write',
          `${identity('id1')}/providers/Microsoft.Resources/tags/default`,
        ),
      },
      {
        says: 'may not move',
        run: `az resource move --destination-group {group}-2 --ids ${identity('id1')}`,
        refuses: lacks('Microsoft.Resources/subscriptions/resourcegroups/moveResources/action', group),
      },
      {
        says: 'may not look elsewhere',
        run: 'az group show -n {group}-2',
        refuses: lacks('Microsoft.Resources/subscriptions/resourcegroups/read', `${lowerGroup}-2`),
      },
      explained('is told that its role is elsewhere', {
        action: 'Microsoft.Resources/subscriptions/resourceGroups/read',
        scope: `${group}-2`,
        cause: 'Reader at resource group {group} does not cover resource group {group}-2: names are compared whole',
      }),
      {
        says: 'may not create a group',
        run: 'az group create -n {group}-3 -l westus2',
        refuses: lacks('Microsoft.Resources/subscriptions/resourcegroups/write', `${lowerGroup}-3`),
      },
    ])
  })

  describe('of a Contributor', () => {
    const contributor = new Terminal('walk-contributor')
    beforeAll(async () => {
      await becomePersona(contributor, operator, [{ role: 'Contributor', scope: group }])
      writeFileSync(join(contributor.folder, 'grant.json'), JSON.stringify(template))
    })
    const refusedTemplate = `Authorization failed for template resource '${assignmentName}' of type 'Microsoft.Authorization/roleAssignments'. The client '{me}' with object id '{myId}' does not have permission to perform action 'Microsoft.Authorization/roleAssignments/write' at scope '${group}/providers/Microsoft.Authorization/roleAssignments/${assignmentName}'.`
    play(contributor, [
      { says: 'writes', run: 'az identity create -g {group} -n id2 --query name', gives: 'id2' },
      {
        says: 'tags',
        run: `az tag update --resource-id ${identity('id1')} --operation Merge --tags a=b --query properties.tags`,
        gives: { a: 'b' },
      },
      {
        says: 'may not assign roles',
        run: `az role assignment create --assignee-object-id {principalId} --assignee-principal-type ServicePrincipal --role Reader --scope ${group} --name ${assignmentName}`,
        refuses: lacks(
          'Microsoft.Authorization/roleAssignments/write',
          `${group}/providers/Microsoft.Authorization/roleAssignments/${assignmentName}`,
        ),
      },
      explained('is told which notAction of its role it is', {
        action: 'Microsoft.Authorization/roleAssignments/write',
        scope: group,
        cause:
          'Denied: Contributor leaves out Microsoft.Authorization/*/Write (notActions), at resource group {group}.',
      }),
      {
        says: 'may not assign roles on what it has made',
        run: `az role assignment create --assignee-object-id {principalId} --assignee-principal-type ServicePrincipal --role Reader --scope ${identity('id2')} --name ${assignmentName}`,
        refuses: lacks(
          'Microsoft.Authorization/roleAssignments/write',
          `${identity('id2')}/providers/Microsoft.Authorization/roleAssignments/${assignmentName}`,
        ),
      },
      {
        says: 'may not assign roles by a template',
        run: 'az deployment group create -g {group} -n grant -f grant.json -p principalId={principalId}',
        refuses: refusedTemplate,
      },
      {
        says: 'is told so before it deploys',
        run: 'az deployment group validate -g {group} -n grant -f grant.json -p principalId={principalId}',
        refuses: refusedTemplate,
      },
      {
        says: 'is told so when it asks what would be',
        run: 'az deployment group what-if -g {group} -n grant -f grant.json -p principalId={principalId}',
        refuses: refusedTemplate,
      },
      { says: 'has made no deployment', run: 'az deployment group list -g {group}', gives: [] },
      {
        says: 'may not lock',
        run: 'az lock create -n keep -g {group} --lock-type CanNotDelete',
        refuses: lacks('Microsoft.Authorization/locks/write', `${group}/providers/Microsoft.Authorization/locks/keep`),
      },
      {
        says: 'may not move to where it may not write',
        run: `az resource move --destination-group {group}-2 --ids ${identity('id2')}`,
        refuses: lacksLink(
          ['Microsoft.Resources/subscriptions/resourcegroups/moveResources/action', group],
          ['Microsoft.Resources/subscriptions/resourceGroups/write', `${group}-2`],
        ),
      },
      { says: 'deletes', run: 'az identity delete -g {group} -n id2', gives: '' },
    ])
  })
})
