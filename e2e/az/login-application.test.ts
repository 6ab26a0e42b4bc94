/** `az login --service-principal` without a secret: with a certificate, and with somebody else's token. */
import { beforeAll, describe } from 'vitest'
import { Terminal } from './az.ts'
import { play } from './play.ts'

const makeCertificate = (name: string): string =>
  `openssl req -x509 -newkey rsa:2048 -nodes -keyout ${name}.key -out ${name}.crt -days 30 -subj /CN=${name} 2>/dev/null && cat ${name}.key ${name}.crt > ${name}.pem`

describe('an application with a certificate', () => {
  const terminal = new Terminal('login-certificate')
  const login = 'AZURE_CONFIG_DIR={folder}/app az login --service-principal -u {appId} --tenant {tenant}'
  beforeAll(() => terminal.signIn())
  play(terminal, [
    {
      says: 'is made',
      run: "az ad app create --display-name certified && az ad sp create --id $(az ad app list --display-name certified --query '[0].appId' -o tsv) -o none",
      isLong: true,
      keep: { appId: 'appId' },
    },
    {
      says: 'is given its certificate',
      run: `${makeCertificate('mine')} && az ad app credential reset --id {appId} --cert @mine.crt -o none`,
      gives: '',
    },
    {
      says: 'signs in with its certificate and key',
      run: `${login} --certificate mine.pem --allow-no-subscriptions --query "[].user"`,
      gives: [{ name: '{appId}', type: 'servicePrincipal' }],
    },
    {
      says: 'is refused with another',
      run: `${makeCertificate('other')} && AZURE_CONFIG_DIR={folder}/other az login --service-principal -u {appId} --tenant {tenant} --certificate other.pem`,
      refuses: 'AADSTS700027: Client assertion contains an invalid signature. [Reason - The key was not found.',
    },
    { says: 'is deleted', run: 'az ad app delete --id {appId}', gives: '' },
  ])
})

describe('an application that trusts a managed identity', () => {
  const terminal = new Terminal('login-federated')
  const inside = { group: 'login-federated', name: 'vm1' }
  const credential = JSON.stringify({
    ...{ name: 'machine', issuer: 'https://sts.windows.net/{tenant}/', subject: '{systemId}' },
    audiences: ['https://management.azure.com/'],
  })
  beforeAll(() => terminal.signIn())
  play(terminal, [
    {
      says: 'has a machine',
      run: '{lazulite} vm create -g {group} -n vm1 --assign-identity [system] --json',
      onHost: true,
      isLong: true,
    },
    {
      says: 'has its identity',
      run: 'az vm identity show -g {group} -n vm1 --query principalId',
      keep: { systemId: '' },
    },
    {
      says: 'is made',
      run: "az ad app create --display-name federated && az ad sp create --id $(az ad app list --display-name federated --query '[0].appId' -o tsv) -o none",
      isLong: true,
      keep: { appId: 'appId' },
    },
    {
      says: 'is told to trust it',
      run: `az ad app federated-credential create --id {appId} --parameters '${credential}'`,
      gives: { name: 'machine', subject: '{systemId}' },
    },
    {
      says: "signs in with the machine's token",
      run: `token=$(curl -s -H Metadata:true 'http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com/' | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/') && AZURE_CONFIG_DIR={folder}/app az login --service-principal -u {appId} --tenant {tenant} --federated-token "$token" --allow-no-subscriptions --query "[].user"`,
      inside,
      gives: [{ name: '{appId}', type: 'servicePrincipal' }],
    },
    {
      says: 'is refused with a token that is none',
      run: 'AZURE_CONFIG_DIR={folder}/other az login --service-principal -u {appId} --tenant {tenant} --federated-token nothing',
      refuses: 'AADSTS50027: JWT token is invalid or malformed.',
    },
    { says: 'is deleted', run: 'az ad app delete --id {appId} && az group delete -n {group} --yes', gives: '' },
  ])
})
