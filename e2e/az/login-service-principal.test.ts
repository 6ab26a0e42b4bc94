/** `az login --service-principal` with a secret, and what az makes of a refusal. */
import { beforeAll, describe } from 'vitest'
import { Terminal } from './az.ts'
import { play } from './play.ts'

const login = 'az login --service-principal -u {operatorId}'

describe('a service principal', () => {
  const terminal = new Terminal('login-sp')
  beforeAll(() => terminal.readCredentials())
  play(terminal, [
    {
      says: 'is asked to sign in first',
      run: 'az group list',
      refuses: "Please run 'az login' to setup account.",
    },
    {
      says: 'is refused with a wrong secret',
      run: `${login} -p wrong --tenant {tenant}`,
      refuses: 'AADSTS7000215: Invalid client secret provided.',
    },
    {
      says: 'is refused when nobody knows it',
      run: 'az login --service-principal -u 99999999-9999-4999-8999-999999999999 -p x --tenant {tenant}',
      refuses:
        "AADSTS700016: Application with identifier '99999999-9999-4999-8999-999999999999' was not found in the directory",
    },
    {
      says: 'is refused in a tenant that there is not',
      run: `${login} -p {operatorSecret} --tenant 99999999-9999-4999-8999-999999999999`,
      refuses: 'Unable to get authority configuration for',
    },
    {
      says: 'signs in with its secret',
      run: `${login} -p {operatorSecret} --tenant {tenant}`,
      gives: [
        {
          ...{ cloudName: 'AzureCloud', homeTenantId: '{tenant}', id: '{subscription}', isDefault: true },
          ...{ managedByTenants: [], name: 'Lazulite', state: 'Enabled', tenantId: '{tenant}' },
          user: { name: '{operatorId}', type: 'servicePrincipal' },
        },
      ],
    },
    {
      says: 'signs in by the domain name of its tenant',
      run: `${login} -p {operatorSecret} --tenant lazulite.onmicrosoft.com`,
      gives: [{ id: '{subscription}', user: { type: 'servicePrincipal' } }],
    },
    { says: 'signs out', run: 'az logout', gives: '' },
    { says: 'has nothing left afterwards', run: 'az account list', gives: [] },
  ])
})
