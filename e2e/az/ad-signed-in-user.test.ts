/** `az ad signed-in-user`: what Graph tells people of themselves. */
import { beforeAll, describe } from 'vitest'
import { Terminal } from './az.ts'
import { play } from './play.ts'

describe('az ad signed-in-user', () => {
  const terminal = new Terminal('az-ad-me')
  beforeAll(() => terminal.readCredentials())
  play(terminal, [
    { says: 'signs in', run: "az login -u {admin} -p '{adminPassword}' -o none", gives: '' },
    { says: 'shows who it is', run: 'az ad signed-in-user show', gives: { userPrincipalName: '{admin}' } },
    { says: 'lists what that user owns', run: 'az ad signed-in-user list-owned-objects', isLong: true },
  ])
})
