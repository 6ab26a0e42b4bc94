/** `az identity federated-credential`: whose tokens an identity takes for its own. */
import { beforeAll, describe } from 'vitest'
import { Terminal } from './az.ts'
import { play } from './play.ts'

describe('az identity federated-credential', () => {
  const terminal = new Terminal('az-federated')
  const of = '--identity-name id1 -g {group}'
  beforeAll(() => terminal.signIn())
  play(terminal, [
    { says: 'has a group', run: 'az group create -n {group} -l westus2', gives: { name: '{group}' } },
    { says: 'has an identity', run: 'az identity create -g {group} -n id1', gives: { name: 'id1' } },
    { says: 'has none at first', run: `az identity federated-credential list ${of}`, gives: [] },
    {
      says: 'makes one',
      run: `az identity federated-credential create -n fic1 ${of} --issuer https://issuer.example --subject somebody --audiences api://AzureADTokenExchange`,
      gives: {
        ...{ name: 'fic1', issuer: 'https://issuer.example', subject: 'somebody', resourceGroup: '{group}' },
        ...{ audiences: ['api://AzureADTokenExchange'] },
        type: 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials',
      },
    },
    {
      says: 'refuses a second one for the same issuer and subject',
      run: `az identity federated-credential create -n fic2 ${of} --issuer https://issuer.example --subject somebody --audiences api://AzureADTokenExchange`,
      refuses: 'Issuer and subject combination already exists for this Managed Identity',
    },
    { says: 'shows it', run: `az identity federated-credential show -n fic1 ${of} --query subject`, gives: 'somebody' },
    {
      says: 'changes its subject',
      run: `az identity federated-credential update -n fic1 ${of} --issuer https://issuer.example --subject somebody-else --audiences api://AzureADTokenExchange --query subject`,
      gives: 'somebody-else',
    },
    { says: 'lists it', run: `az identity federated-credential list ${of} --query '[].name'`, gives: ['fic1'] },
    { says: 'deletes it', run: `az identity federated-credential delete -n fic1 ${of} --yes`, gives: '' },
    {
      says: 'refuses to show it then',
      run: `az identity federated-credential show -n fic1 ${of}`,
      status: 3,
      refuses: '(NotFound)',
    },
    { says: 'deletes the group', run: 'az group delete -n {group} --yes', gives: '' },
  ])
})
