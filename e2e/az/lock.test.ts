/** `az lock`, and what a lock forbids. */
import { beforeAll, describe } from 'vitest'
import { Terminal } from './az.ts'
import { play } from './play.ts'

describe('az lock', () => {
  const terminal = new Terminal('az-lock')
  const scope = '/subscriptions/{subscription}/resourceGroups/{group}'
  beforeAll(() => terminal.signIn())
  play(terminal, [
    { says: 'has a group', run: 'az group create -n {group} -l westus2', gives: { name: '{group}' } },
    { says: 'has an identity in it', run: 'az identity create -g {group} -n id1', keep: { id: 'id' } },
    {
      says: 'locks the group',
      run: "az lock create -n keep -g {group} --lock-type CanNotDelete --notes 'ask first'",
      gives: {
        ...{ id: `${scope}/providers/Microsoft.Authorization/locks/keep`, level: 'CanNotDelete', name: 'keep' },
        ...{ notes: 'ask first', resourceGroup: '{group}', type: 'Microsoft.Authorization/locks' },
      },
      keep: { lock: 'id' },
    },
    { says: 'shows the lock', run: 'az lock show -n keep -g {group} --query level', gives: 'CanNotDelete' },
    { says: 'lists it', run: "az lock list -g {group} --query '[].name'", gives: ['keep'] },
    {
      says: 'refuses to delete what is in the group',
      run: 'az identity delete -g {group} -n id1',
      refuses: `(ScopeLocked) The scope '${scope}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1' cannot perform delete operation because following scope(s) are locked: '${scope}'. Please remove the lock and try again.`,
    },
    { says: 'refuses to delete the group', run: 'az group delete -n {group} --yes', refuses: '(ScopeLocked)' },
    {
      says: 'makes it read-only',
      run: 'az lock update -n keep -g {group} --lock-type ReadOnly --query level',
      gives: 'ReadOnly',
    },
    {
      says: 'refuses to write then',
      run: 'az identity create -g {group} -n id2',
      refuses: '(ScopeLocked)',
    },
    { says: 'deletes the lock', run: 'az lock delete --ids {lock}', gives: '' },
    {
      says: 'locks a resource',
      run: 'az lock create -n mine --lock-type CanNotDelete --resource {id} --query name',
      gives: 'mine',
    },
    {
      says: 'lists the locks of a resource',
      run: "az lock list --resource {id} --query '[].name'",
      gives: ['mine'],
    },
    { says: 'unlocks it', run: 'az lock delete -n mine --resource {id}', gives: '' },
    { says: 'deletes the identity', run: 'az identity delete -g {group} -n id1', gives: '' },
    { says: 'deletes the group', run: 'az group delete -n {group} --yes', gives: '' },
  ])
})
