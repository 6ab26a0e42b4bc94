/** `az login` as a person: password, device code, browser. */
import { beforeAll, describe } from 'vitest'
import { Terminal } from './az.ts'
import { play } from './play.ts'

const account = [{ id: '{subscription}', isDefault: true, user: { name: '{admin}', type: 'user' } }]

describe('a user with a password', () => {
  const terminal = new Terminal('login-password')
  beforeAll(() => terminal.readCredentials())
  play(terminal, [
    {
      says: 'is refused with a wrong one',
      run: 'az login -u {admin} -p wrong',
      refuses: 'AADSTS50126: Error validating credentials due to invalid username or password.',
    },
    {
      says: 'is refused when nobody knows the name',
      run: 'az login -u nobody@lazulite.onmicrosoft.com -p wrong',
      refuses: 'AADSTS50034: The user account {EUII Hidden} does not exist in the',
    },
    { says: 'signs in', run: "az login -u {admin} -p '{adminPassword}'", gives: account },
    { says: 'shows who it is', run: 'az account show --query user', gives: { name: '{admin}', type: 'user' } },
    { says: 'works', run: 'az group create -n {group} -l westus2 --query name', gives: '{group}' },
    {
      says: 'gets tokens for other resources',
      run: 'az account get-access-token --resource https://vault.azure.net --query tokenType',
      gives: 'Bearer',
    },
    { says: 'deletes what it made', run: 'az group delete -n {group} --yes', gives: '' },
    {
      says: 'signs in to the tenant by name',
      run: "az login -u {admin} -p '{adminPassword}' --tenant lazulite.onmicrosoft.com",
      gives: account,
    },
    { says: 'signs out', run: 'az logout', gives: '' },
    { says: 'is asked to sign in again', run: 'az group list', refuses: "Please run 'az login' to setup account." },
  ])
})

describe('a user with a device code', () => {
  const terminal = new Terminal('login-device')
  // az says on standard error where to go and what to type there, and waits
  const login = [
    'az login --use-device-code > account.json 2> message.txt & az=$!',
    "until grep -q 'enter the code' message.txt; do sleep 0.2; done",
    `page=$(grep -o 'https://[^ ]*' message.txt | head -1); code=$(sed -n 's/.*enter the code \\([A-Z0-9]*\\) .*/\\1/p' message.txt)`,
    `{browser} "$page" {admin} '{adminPassword}' "$code" >&2 || kill $az`,
    'wait $az && cat account.json',
  ].join('\n')
  beforeAll(() => terminal.readCredentials())
  play(terminal, [
    {
      says: 'signs in on another device',
      run: login,
      environment: { AZURE_CORE_ONLY_SHOW_ERRORS: 'no' },
      gives: account,
    },
    { says: 'works', run: "az group list --query '[?name==`nobody`]'", gives: [] },
  ])
})

describe('a user with a browser', () => {
  const terminal = new Terminal('login-browser')
  beforeAll(() => terminal.readCredentials())
  play(terminal, [
    {
      says: 'signs in on our page, with a code and PKCE',
      run: `BROWSER="{browser} %s {admin} '{adminPassword}' &" az login`,
      // only where az believes that there is a screen does it open a browser
      environment: { DISPLAY: ':9' },
      gives: account,
    },
    { says: 'works', run: "az group list --query '[?name==`nobody`]'", gives: [] },
  ])
})
