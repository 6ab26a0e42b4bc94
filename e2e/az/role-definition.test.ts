/** `az role definition`: built-in roles and those of one's own. */
import { beforeAll, describe } from 'vitest'
import { Terminal } from './az.ts'
import { play } from './play.ts'

describe('az role definition', () => {
  const terminal = new Terminal('az-role-definition')
  const definition = (actions: readonly string[]) =>
    JSON.stringify({
      ...{ Name: 'Machine Starter', Description: 'Starts machines.', Actions: actions },
      AssignableScopes: ['/subscriptions/{subscription}'],
    })
  const start = 'Microsoft.Compute/virtualMachines/start/action'
  beforeAll(() => terminal.signIn())
  play(terminal, [
    {
      says: 'lists a built-in role by its name',
      run: 'az role definition list -n Reader',
      gives: [
        {
          ...{ name: '{reader}', roleName: 'Reader', roleType: 'BuiltInRole', assignableScopes: ['/'] },
          permissions: [{ actions: ['*/read'], notActions: [], dataActions: [], notDataActions: [] }],
        },
      ],
    },
    { says: 'lists many', run: "az role definition list --query 'length(@) > `100`'", gives: true },
    {
      says: 'shows one by its id',
      run: 'az role definition show --scope /subscriptions/{subscription} --name {reader} --query roleName',
      gives: 'Reader',
    },
    {
      says: 'makes a role',
      run: `az role definition create --role-definition '${definition([start])}'`,
      gives: {
        ...{ roleName: 'Machine Starter', roleType: 'CustomRole', type: 'Microsoft.Authorization/roleDefinitions' },
        permissions: [{ actions: [start] }],
      },
      keep: { name: 'name' },
    },
    {
      says: 'refuses a second one of that name',
      run: `az role definition create --role-definition '${definition([start])}'`,
      refuses: 'RoleDefinitionWithSameNameExists',
    },
    {
      says: 'changes it',
      run: `az role definition update --role-definition '${definition([start, 'Microsoft.Compute/virtualMachines/read'])}'`,
      gives: { name: '{name}', permissions: [{ actions: [start, 'Microsoft.Compute/virtualMachines/read'] }] },
    },
    {
      says: 'lists those of our own',
      run: 'az role definition list --custom-role-only --query "[?roleName==\'Machine Starter\'].name"',
      gives: ['{name}'],
    },
    { says: 'deletes it', run: "az role definition delete --name 'Machine Starter'", gives: '' },
    { says: 'has none afterwards', run: "az role definition list -n 'Machine Starter'", gives: [] },
    {
      says: 'keeps a built-in role',
      run: 'az role definition delete --name Reader',
      refuses: "(BadRequest) The built-in role definition '{reader}' cannot be deleted.",
    },
  ])
})
