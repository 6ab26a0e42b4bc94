/** From what a machine did to the role that is exactly enough for it: `lazulite access report`, then `az role`. */
import { beforeAll, describe } from 'vitest'
import { Terminal } from './az.ts'
import { play, type Row } from './play.ts'

const group = '/subscriptions/{subscription}/resourceGroups/{group}'
const machine = `${group}/providers/Microsoft.Compute/virtualMachines/vm1`

/** Status of a request that the machine makes as itself. */
const asked = (method: string, path: string): string => `
  resource=https://management.azure.com/
  identity="http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=$resource"
  token=$(curl -s -H Metadata:true "$identity" | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
  curl -s -o /dev/null -w '%{http_code}' -X ${method} -H "Authorization: Bearer $token" -d '' "\${resource%/}${path}"`

const requests: readonly (readonly [what: string, method: string, path: string])[] = [
  ['reads itself', 'GET', `${machine}?api-version=2024-07-01`],
  ['reads its group', 'GET', `${group}?api-version=2021-04-01`],
  ['lists the resources of its group', 'GET', `${group}/resources?api-version=2021-04-01`],
  [
    'lists the machines that it may see',
    'GET',
    '/subscriptions/{subscription}/providers/Microsoft.Compute/virtualMachines?api-version=2024-07-01',
  ],
]
const others: typeof requests = [
  ['lists networks', 'GET', `${group}/providers/Microsoft.Network/virtualNetworks?api-version=2023-09-01`],
  ['restarts itself', 'POST', `${machine}/restart?api-version=2024-07-01`],
]
const rowsOf = (when: string, all: typeof requests, status: number): readonly Row[] =>
  all.map(([what, method, path]) => ({
    says: `${when}: the machine ${what}: ${status}`,
    run: asked(method, path),
    gives: status,
    inside: { group: '{group}', name: 'vm1' },
    isLong: true,
  }))

describe('a role that is exactly enough', () => {
  const terminal = new Terminal('az-access-report')
  const [restarting] = others.slice(1)
  beforeAll(() => terminal.signIn())
  play(terminal, [
    {
      says: 'needs a machine',
      run: '{lazulite} vm create -g {group} -n vm1 --assign-identity --json',
      onHost: true,
      keep: { principal: 'identity.principalId' },
      isLong: true,
    },
    {
      says: 'which is a Reader first',
      run: `az role assignment create --role Reader --assignee-object-id {principal} --assignee-principal-type ServicePrincipal --scope ${group}`,
      gives: { principalId: '{principal}' },
      isLong: true,
    },
    ...rowsOf('as Reader', requests, 200),
    ...rowsOf('as Reader', restarting === undefined ? [] : [restarting], 403),
    {
      says: 'is what the report writes',
      run: '{lazulite} access report -g {group} -n vm1 --role-file {folder}/role.json --json',
      onHost: true,
      gives: {
        principalId: '{principal}',
        displayName: 'vm1',
        refused: [
          { action: 'Microsoft.Compute/virtualMachines/restart/action', count: 1, reasons: ['noMatchingAction'] },
        ],
        generalRole: { roleName: 'Reader' },
        customRole: {
          Actions: [
            'Microsoft.Compute/disks/read',
            'Microsoft.Compute/virtualMachines/read',
            'Microsoft.Resources/subscriptions/resourcegroups/read',
            'Microsoft.Resources/subscriptions/resourceGroups/resources/read',
          ],
          AssignableScopes: [group],
        },
      },
      keep: { role: 'customRole.Name' },
      isLong: true,
    },
    {
      says: 'takes the place of Reader',
      run: `az role assignment delete --assignee {principal} --role Reader --scope ${group}`,
      gives: '',
      isLong: true,
    },
    ...rowsOf('without a role', requests, 403),
    {
      says: 'is made by az from that file',
      run: 'az role definition create --role-definition @{folder}/role.json',
      gives: { roleName: '{role}', roleType: 'CustomRole', assignableScopes: [group] },
      isLong: true,
    },
    {
      says: 'is assigned',
      run: `az role assignment create --role '{role}' --assignee-object-id {principal} --assignee-principal-type ServicePrincipal --scope ${group}`,
      gives: { principalId: '{principal}', scope: group },
      isLong: true,
    },
    ...rowsOf('with the exact role', requests, 200),
    ...rowsOf('with the exact role', others, 403),
  ])
})
