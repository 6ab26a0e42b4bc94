/** `az deployment`: templates of one's own, in a group and in the subscription. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe } from 'vitest'
import { Terminal } from './az.ts'
import { play } from './play.ts'

const identities = {
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  parameters: {
    prefix: { type: 'string', maxLength: 10 },
    count: { type: 'int', defaultValue: 2, minValue: 1 },
    secret: { type: 'secureString', defaultValue: '' },
  },
  variables: { location: '[resourceGroup().location]' },
  resources: [
    {
      copy: { name: 'identities', count: "[parameters('count')]" },
      ...{ type: 'Microsoft.ManagedIdentity/userAssignedIdentities', apiVersion: '2023-01-31' },
      ...{ name: "[format('{0}-{1}', parameters('prefix'), copyIndex())]", location: "[variables('location')]" },
      tags: { first: '[string(equals(copyIndex(), 0))]' },
    },
    {
      ...{ type: 'Microsoft.Authorization/roleAssignments', apiVersion: '2022-04-01' },
      name: "[guid(resourceGroup().id, parameters('prefix'))]",
      dependsOn: ['identities'],
      properties: {
        roleDefinitionId:
          "[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'acdd72a7-3385-48ef-bd42-f606fba81ae7')]",
        principalId:
          "[reference(resourceId('Microsoft.ManagedIdentity/userAssignedIdentities', concat(parameters('prefix'), '-0'))).principalId]",
        principalType: 'ServicePrincipal',
      },
    },
  ],
  outputs: {
    Names: {
      type: 'array',
      copy: { count: "[parameters('count')]", input: "[format('{0}-{1}', parameters('prefix'), copyIndex())]" },
    },
    principalId: {
      type: 'string',
      value:
        "[reference(resourceId('Microsoft.ManagedIdentity/userAssignedIdentities', concat(parameters('prefix'), '-0'))).principalId]",
    },
  },
}
const groupOfSubscription = {
  $schema: 'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  parameters: { name: { type: 'string' } },
  resources: [
    {
      type: 'Microsoft.Resources/resourceGroups',
      apiVersion: '2022-09-01',
      name: "[parameters('name')]",
      location: 'westus2',
    },
  ],
  outputs: {
    id: { type: 'string', value: "[subscriptionResourceId('Microsoft.Resources/resourceGroups', parameters('name'))]" },
  },
}

describe('az deployment', () => {
  const terminal = new Terminal('az-deployment')
  const create = 'az deployment group create -g {group} -f identities.json'
  beforeAll(async () => {
    await terminal.signIn()
    for (const [name, template] of Object.entries({ identities, group: groupOfSubscription }))
      writeFileSync(join(terminal.folder, `${name}.json`), JSON.stringify(template, null, 2))
    writeFileSync(
      join(terminal.folder, 'broken.json'),
      JSON.stringify({ ...identities, outputs: { x: { type: 'string', value: '[nothing()]' } } }),
    )
  })
  play(terminal, [
    { says: 'has a group', run: 'az group create -n {group} -l westus2', gives: { name: '{group}' } },
    { says: 'has no deployment at first', run: 'az deployment group list -g {group}', gives: [] },
    {
      says: 'validates',
      run: 'az deployment group validate -g {group} -f identities.json -p prefix=app',
      gives: { error: null, properties: { provisioningState: 'Succeeded', mode: 'Incremental' } },
    },
    {
      says: 'tells what would be',
      run: 'az deployment group what-if -g {group} -f identities.json -p prefix=app --no-pretty-print --query "changes[].changeType"',
      gives: ['Create', 'Create', 'Create'],
    },
    {
      says: 'deploys',
      run: `${create} -n first -p prefix=app count=2 secret=hidden`,
      gives: {
        name: 'first',
        properties: {
          ...{ provisioningState: 'Succeeded', mode: 'Incremental' },
          outputs: { names: { type: 'Array', value: ['app-0', 'app-1'] } },
          parameters: {
            prefix: { type: 'String', value: 'app' },
            count: { type: 'Int', value: 2 },
            secret: { type: 'SecureString' },
          },
        },
      },
      keep: { principalId: 'properties.outputs.principalId.value' },
    },
    {
      says: 'made what the template says',
      run: "az identity list -g {group} --query 'sort([].name)'",
      gives: ['app-0', 'app-1'],
    },
    {
      says: 'granted what the template says',
      run: "az rest --url '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01&$filter=atScope()' --query \"value[?properties.principalId=='{principalId}'].properties.principalType\"",
      gives: ['ServicePrincipal'],
    },
    {
      says: 'deploys it again',
      run: `${create} -n first -p prefix=app --query properties.provisioningState`,
      gives: 'Succeeded',
    },
    {
      says: 'shows it',
      run: 'az deployment group show -g {group} -n first --query properties.outputs.names.value',
      gives: ['app-0', 'app-1'],
    },
    { says: 'lists it', run: "az deployment group list -g {group} --query '[].name'", gives: ['first'] },
    {
      says: 'lists its operations',
      run: 'az deployment operation group list -g {group} -n first --query "sort([].properties.targetResource.resourceName)"',
    },
    {
      says: 'exports its template',
      run: 'az deployment group export -g {group} -n first',
      gives: { contentVersion: '1.0.0.0', parameters: { prefix: { type: 'String' } } },
    },
    {
      says: 'exports the group',
      run: 'az group export -n {group} --query "sort(resources[].type)"',
      gives: ['Microsoft.ManagedIdentity/userAssignedIdentities', 'Microsoft.ManagedIdentity/userAssignedIdentities'],
    },
    {
      says: 'refuses a parameter that there is not',
      run: `${create} -p prefix=app extra=1`,
      refuses: "unrecognized template parameter 'extra'. Allowed parameters: count, prefix, secret",
    },
    {
      says: 'refuses to do without a parameter',
      run: `${create} --no-prompt true`,
      refuses: "Deployment template validation failed: 'The value for the template parameter 'prefix' at line",
    },
    {
      says: 'refuses too long a value',
      run: `${create} -p prefix=morethantencharacters`,
      refuses: 'InvalidTemplate',
    },
    {
      says: 'refuses a function that there is not',
      run: 'az deployment group create -g {group} -f broken.json -p prefix=app',
      refuses: "The template function 'nothing' is not valid.",
    },
    {
      says: 'refuses to show a deployment that there is not',
      run: 'az deployment group show -g {group} -n nobody',
      status: 3,
      refuses: "(DeploymentNotFound) Deployment 'nobody' could not be found.",
    },
    {
      says: 'makes a group from the subscription',
      run: 'az deployment sub create -n sub1 -l westus2 -f group.json -p name={group}-b --query properties.outputs',
      gives: {
        id: {
          type: 'String',
          value: '/subscriptions/{subscription}/providers/Microsoft.Resources/resourceGroups/{group}-b',
        },
      },
    },
    { says: 'has the group then', run: 'az group exists -n {group}-b', gives: true },
    { says: 'deletes a deployment', run: 'az deployment group delete -g {group} -n first', gives: '' },
    {
      says: 'deletes the groups',
      run: 'az group delete -n {group} --yes && az group delete -n {group}-b --yes',
      gives: '',
    },
  ])
})
