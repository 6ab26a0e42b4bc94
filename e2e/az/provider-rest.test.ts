/** `az provider`, and `az rest` for what has no command of its own. */
import { beforeAll, describe } from 'vitest'
import { Terminal } from './az.ts'
import { play } from './play.ts'

describe('az provider', () => {
  const terminal = new Terminal('az-provider')
  beforeAll(() => terminal.signIn())
  play(terminal, [
    {
      says: 'shows a provider',
      run: 'az provider show -n Microsoft.ManagedIdentity --query "{namespace: namespace, state: registrationState, types: resourceTypes[].resourceType}"',
      gives: { namespace: 'Microsoft.ManagedIdentity', state: 'Registered' },
    },
    {
      says: 'registers one',
      run: 'az provider register -n Microsoft.Compute --wait',
      gives: '',
    },
    {
      says: 'lists them',
      run: 'az provider list --query "[?namespace==\'Microsoft.Compute\'].registrationState"',
      gives: ['Registered'],
    },
    {
      says: 'refuses one that there is not',
      run: 'az provider show -n Microsoft.Nothing',
      status: 3,
      refuses: "(InvalidResourceNamespace) The resource namespace 'Microsoft.Nothing' is invalid.",
    },
  ])
})

describe('az rest', () => {
  const terminal = new Terminal('az-rest')
  const group = '/subscriptions/{subscription}/resourceGroups/{group}?api-version=2016-09-01'
  beforeAll(() => terminal.signIn())
  play(terminal, [
    {
      says: 'puts',
      run: `az rest --method put --url ${group} --body '{"location": "westus2"}'`,
      gives: { name: '{group}', location: 'westus2' },
    },
    {
      says: 'gets, by the whole address too',
      run: `az rest --url https://management.azure.com${group}`,
      gives: { id: '/subscriptions/{subscription}/resourceGroups/{group}', name: '{group}' },
    },
    {
      says: 'is told of a missing api-version',
      run: 'az rest --url /subscriptions/{subscription}/resourceGroups/{group}',
      refuses: 'MissingApiVersionParameter',
    },
    {
      says: 'is told of an api-version that there is not',
      run: 'az rest --url "/subscriptions/{subscription}/resourceGroups/{group}?api-version=1999-01-01"',
      refuses: 'InvalidApiVersionParameter',
    },
    {
      says: 'is told of a provider that there is not',
      run: 'az rest --url "/subscriptions/{subscription}/providers/Microsoft.Lazulite.Unknown/things?api-version=2020-01-01"',
      refuses: 'InvalidResourceNamespace',
    },
    {
      says: 'reads the permissions that one has',
      run: 'az rest --url "/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Authorization/permissions?api-version=2022-04-01"',
      gives: { value: [{ actions: ['*'], notActions: [] }] },
    },
    { says: 'deletes', run: `az rest --method delete --url ${group}`, gives: '' },
  ])
})
