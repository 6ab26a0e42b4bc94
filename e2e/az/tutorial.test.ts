/**
 * "Use a user-assigned managed identity on a Linux VM to access Azure Resource Manager": the tutorial's own command blocks,
 * letter by letter but for their placeholders, and `lazulite tutorial`, which plays them.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import { Terminal } from './az.ts'
import { play } from './play.ts'

const blocks = {
  create: 'az identity create -g <RESOURCE GROUP> -n <UAMI NAME>',
  assign:
    'az vm identity assign -g <RESOURCE GROUP> -n <VM NAME> --identities "/subscriptions/<SUBSCRIPTION ID>/resourcegroups/<RESOURCE GROUP>/providers/Microsoft.ManagedIdentity/userAssignedIdentities/<UAMI NAME>"',
  grant: `az role assignment create --assignee <UAMI PRINCIPALID> --role 'Reader' --scope "/subscriptions/<SUBSCRIPTION ID>/resourcegroups/<RESOURCE GROUP> "`,
  askToken:
    'curl -H Metadata:true "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fmanagement.azure.com/&client_id=<UAMI CLIENT ID>"',
  readGroup:
    'curl https://management.azure.com/subscriptions/<SUBSCRIPTION ID>/resourceGroups/<RESOURCE GROUP>?api-version=2016-09-01 -H "Authorization: Bearer <ACCESS TOKEN>"',
}
const names: Readonly<Record<string, string>> = {
  ...{ 'RESOURCE GROUP': '{group}', 'UAMI NAME': 'ID1', 'VM NAME': 'linux-vm', 'SUBSCRIPTION ID': '{subscription}' },
  ...{ 'UAMI PRINCIPALID': '{principalId}', 'UAMI CLIENT ID': '{clientId}', 'ACCESS TOKEN': '{token}' },
}
const typed = (block: string): string => block.replace(/<([A-Z ]+)>/g, (whole, name: string) => names[name] ?? whole)

describe('the tutorial for Linux with a user-assigned identity', () => {
  const terminal = new Terminal('tutorial')
  const inside = { group: 'tutorial', name: 'linux-vm' }
  const group = '/subscriptions/{subscription}/resourceGroups/{group}'
  const identity =
    '/subscriptions/{subscription}/resourcegroups/{group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/ID1'
  beforeAll(() => terminal.signIn())
  play(terminal, [
    { says: 'needs a machine', run: '{lazulite} vm create -g {group} -n linux-vm --json', onHost: true, isLong: true },
    {
      says: 'creates the identity',
      run: typed(blocks.create),
      gives: {
        ...{ id: identity, location: 'westus2', name: 'ID1', resourceGroup: '{group}', tags: {}, tenantId: '{tenant}' },
        ...{ clientId: expect.any(String), principalId: expect.any(String) },
        type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
      },
      keep: { principalId: 'principalId', clientId: 'clientId' },
    },
    {
      says: 'assigns it to the machine',
      run: typed(blocks.assign),
      gives: { userAssignedIdentities: { [identity]: { clientId: '{clientId}', principalId: '{principalId}' } } },
    },
    {
      says: 'grants it Reader on the group',
      run: typed(blocks.grant),
      gives: {
        ...{ principalId: '{principalId}', principalType: 'ServicePrincipal', resourceGroup: '{group}' },
        roleDefinitionId: '/subscriptions/{subscription}/providers/Microsoft.Authorization/roleDefinitions/{reader}',
        scope: '/subscriptions/{subscription}/resourcegroups/{group}',
        type: 'Microsoft.Authorization/roleAssignments',
      },
    },
    {
      says: 'gets an access token inside the machine',
      run: typed(blocks.askToken),
      inside,
      gives: {
        ...{ access_token: expect.any(String), refresh_token: '', client_id: '{clientId}', expires_in: '86400' },
        ...{ expires_on: expect.any(String), not_before: expect.any(String), token_type: 'Bearer' },
        resource: 'https://management.azure.com/',
      },
      keep: { token: 'access_token' },
      isLong: true,
    },
    {
      says: 'reads the group with it',
      run: typed(blocks.readGroup),
      inside,
      gives: { id: group, name: '{group}', location: 'westus2', properties: { provisioningState: 'Succeeded' } },
    },
    { says: 'takes everything away', run: 'az group delete -n {group} --yes', gives: '' },
  ])
})

describe('lazulite tutorial linux-vm-user-assigned', () => {
  const terminal = new Terminal('tutorial-played')

  it('plays it with the az that is on the path, and every step is as the tutorial says', async () => {
    const { status, stdout, stderr } = await terminal.sh(
      '{lazulite} tutorial linux-vm-user-assigned -g {group} --json',
      {
        onHost: true,
      },
    )
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const steps: { step: string; ok: boolean }[] = JSON.parse(stdout)
    expect(steps.map(({ step, ok }) => [step, ok])).toEqual(steps.map(({ step }) => [step, true]))
    expect(steps.map(({ step }) => step)).toEqual([
      'Before it begins: make a Linux virtual machine, without any identity',
      'Before it begins: sign in as somebody who may do all that',
      'Create a user-assigned managed identity',
      'Assign an identity to your Linux VM',
      'Grant access to a Resource Group in Azure Resource Manager',
      'Connect to the VM with the SSH client of your choice',
      "Get an access token using the VM's identity",
      'Use it to call Resource Manager',
      'Clean up (keep everything with --keep)',
    ])
  })

  it('leaves the az of its user alone', async () => {
    const { status, stderr } = await terminal.sh('az account show', { onHost: true })
    expect({ status, isSignedOut: stderr.includes("Please run 'az login'") }).toEqual({ status: 1, isSignedOut: true })
  })

  it('says in one line how to install az where there is none', async () => {
    const { status, stdout, stderr } = await terminal.sh(
      'PATH=/usr/bin:/bin {lazulite} tutorial linux-vm-user-assigned',
      {
        onHost: true,
      },
    )
    expect({ status, stdout, stderr }).toEqual({
      ...{ status: 1, stdout: '' },
      stderr: expect.stringMatching(
        /^error: the tutorial uses Azure CLI, which is not installed: .*pip install azure-cli.*\n$/,
      ),
    })
  })
})
