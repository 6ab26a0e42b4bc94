/** az on the host itself, outside `lazulite exec`: the documented settings that `lazulite env` prints. */
import { beforeAll, describe } from 'vitest'
import { Terminal } from './az.ts'
import { play } from './play.ts'

const onHost = true
/** A command that `lazulite env` prints among its comments. */
const printed = (command: string): string => `eval "$({lazulite} env | sed -n 's/^#   \\(${command} .*\\)/\\1/p')"`

describe('az on the host', () => {
  const terminal = new Terminal('az-host')
  const environment = 'eval "$({lazulite} env)"'
  beforeAll(() => terminal.readCredentials())
  play(terminal, [
    {
      says: 'knows the cloud by its metadata',
      run: `${environment} && az cloud list --query '[].name'`,
      onHost,
      gives: ['Lazulite'],
    },
    { says: 'selects it', run: `${environment} && ${printed('az cloud set')}`, onHost, gives: '' },
    {
      says: 'signs in',
      run: `${environment} && az login --service-principal -u {operatorId} -p {operatorSecret} --tenant {tenant} --query "[].cloudName"`,
      onHost,
      gives: ['Lazulite'],
    },
    {
      says: 'makes a group',
      run: `${environment} && az group create -n {group} -l westus2 --query name`,
      onHost,
      gives: '{group}',
    },
    {
      says: 'lists groups',
      run: `${environment} && az group list --query "[?name=='{group}'].name"`,
      onHost,
      gives: ['{group}'],
    },
    {
      says: 'finds who owns the subscription, in Graph too',
      run: `${environment} && az role assignment list --scope /subscriptions/{subscription} --query "sort([].principalName)"`,
      onHost,
      gives: ['{operatorId}', '{admin}'],
    },
    { says: 'deletes the group', run: `${environment} && az group delete -n {group} --yes`, onHost, gives: '' },
  ])
})

describe('a registered cloud', () => {
  const terminal = new Terminal('az-host-registered')
  // the cloud's certificate, and no look at Microsoft's own servers: what `az cloud register` has no options for
  const environment = 'eval "$({lazulite} env | grep -e REQUESTS_CA_BUNDLE -e AZURE_CORE_INSTANCE_DISCOVERY)"'
  beforeAll(() => terminal.readCredentials())
  play(terminal, [
    {
      says: 'is registered by the address of Resource Manager',
      run: `${environment} && ${printed('az cloud register')}`,
      onHost,
      gives: '',
    },
    { says: 'is set', run: `${environment} && ${printed('az cloud set')}`, onHost, gives: '' },
    {
      says: 'is shown',
      run: `${environment} && az cloud show --query "endpoints.{arm: resourceManager, login: activeDirectory, graph: microsoftGraphResourceId}"`,
      onHost,
      isLong: true,
    },
    {
      says: 'is signed in to',
      run: `${environment} && az login --service-principal -u {operatorId} -p {operatorSecret} --tenant {tenant} --query "[].cloudName"`,
      onHost,
      gives: ['Lazulite'],
    },
    { says: 'lists groups', run: `${environment} && az group list --query "[?name=='nobody']"`, onHost, gives: [] },
  ])
})
