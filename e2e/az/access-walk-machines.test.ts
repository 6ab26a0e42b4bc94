/** Who may give a machine an identity, and what a machine may with the one it has: az, and curl inside. */
import { afterAll, beforeAll, describe } from 'vitest'
import { Terminal } from './az.ts'
import { becomePersona, explained, grantRole, lacks, lacksLink, must } from './personas.ts'
import { play } from './play.ts'

const group = '/subscriptions/{subscription}/resourceGroups/{group}'
const machine = `${group}/providers/Microsoft.Compute/virtualMachines/vm1`
const identity = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1`
const assign = 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action'

/** `az rest` prints the answer as it is. */
const withoutCode = (refusal: string): string => refusal.slice(refusal.indexOf(' ') + 1)

describe('access to machines', () => {
  const operator = new Terminal('access-machines')
  beforeAll(async () => {
    await operator.signIn()
    await must(operator, 'az group create -n {group} -l westus2')
    const made = JSON.parse(await must(operator, 'az identity create -g {group} -n id1 -o json'))
    const { status, stderr } = await operator.sh('{lazulite} vm create -g {group} -n vm1 --json', { onHost: true })
    if (status !== 0) throw new Error(stderr)
    const disk = await must(
      operator,
      'az vm show -g {group} -n vm1 --query storageProfile.osDisk.managedDisk.id -o tsv',
    )
    Object.assign(operator.memory, { clientId: made.clientId, disk: disk.trim() })
  })
  afterAll(() => must(operator, 'az group delete -n {group} --yes'))

  describe('of a Virtual Machine Contributor', () => {
    const tender = new Terminal('walk-tender')
    beforeAll(() => becomePersona(tender, operator, [{ role: 'Virtual Machine Contributor', scope: group }]))
    play(tender, [
      { says: 'reads the machine', run: 'az vm show -g {group} -n vm1 --query id', gives: machine },
      {
        says: 'may not attach an identity',
        run: `az vm identity assign -g {group} -n vm1 --identities ${identity}`,
        refuses: lacksLink(['Microsoft.Compute/virtualMachines/write', machine], [assign, identity]),
      },
      explained('is told what its role lacks on the identity', {
        action: assign,
        scope: identity,
        cause: 'Denied: Virtual Machine Contributor does not have the action.',
      }),
      {
        says: 'attaches the system-assigned one',
        run: 'az vm identity assign -g {group} -n vm1',
        keep: { systemId: 'systemAssignedIdentity' },
      },
      {
        says: 'runs commands',
        run: 'az vm run-command invoke -g {group} -n vm1 --command-id RunShellScript --scripts "echo here" --query "value[0].code"',
        isLong: true,
      },
      { says: 'restarts', run: 'az vm restart -g {group} -n vm1', gives: { status: 'Succeeded' } },
      {
        says: 'may not read the identity',
        run: 'az identity show -g {group} -n id1',
        refuses: lacks('Microsoft.ManagedIdentity/userAssignedIdentities/read', identity),
      },
    ])
  })

  describe('of a Managed Identity Operator', () => {
    const attacher = new Terminal('walk-attacher')
    beforeAll(() => becomePersona(attacher, operator, [{ role: 'Managed Identity Operator', scope: identity }]))
    play(attacher, [
      { says: 'reads the identity', run: 'az identity show -g {group} -n id1 --query clientId', gives: '{clientId}' },
      {
        says: 'may not read the machine',
        run: 'az vm identity assign -g {group} -n vm1 --identities id1',
        refuses: lacks('Microsoft.Compute/virtualMachines/read', machine),
      },
    ])
    describe('with what the machine needs', () => {
      beforeAll(() =>
        grantRole(operator, attacher.memory.myId ?? '', { role: 'Virtual Machine Contributor', scope: machine }),
      )
      play(attacher, [
        {
          says: 'attaches the identity',
          run: 'az vm identity assign -g {group} -n vm1 --identities id1',
          gives: { userAssignedIdentities: { [identity]: { clientId: '{clientId}' } } },
        },
        {
          says: 'may not change the machine by az, which names its disk',
          run: 'az vm update -g {group} -n vm1 --set hardwareProfile.vmSize=Standard_B2ms',
          refuses: lacksLink(
            ['Microsoft.Compute/virtualMachines/write', machine],
            ['Microsoft.Compute/disks/write', '{disk}'],
          ),
        },
        {
          says: 'may not delete it',
          run: 'az identity delete -g {group} -n id1',
          refuses: lacks('Microsoft.ManagedIdentity/userAssignedIdentities/delete', identity),
        },
        explained('is told that its roles cannot delete it', {
          action: 'Microsoft.ManagedIdentity/userAssignedIdentities/delete',
          scope: identity,
          cause: 'Denied: Managed Identity Operator does not have the action.',
        }),
        {
          says: 'may not change it',
          run: 'az identity create -g {group} -n id1 -l westus2',
          refuses: lacks('Microsoft.ManagedIdentity/userAssignedIdentities/write', identity),
        },
        {
          says: 'may not let others be it',
          run: 'az identity federated-credential create -g {group} --identity-name id1 -n fic --issuer https://issuer --subject me',
          refuses: lacks(
            'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write',
            `${identity}/federatedIdentityCredentials/fic`,
          ),
        },
      ])
    })
  })

  describe('of who has no right on the identity that a machine has', () => {
    const resizer = new Terminal('walk-resizer')
    beforeAll(() => becomePersona(resizer, operator, [{ role: 'Virtual Machine Contributor', scope: group }]))
    play(resizer, [
      {
        says: 'may not send the machine back whole',
        run: `az rest --url '${machine}?api-version=2024-03-01' > vm1.json && az rest --method put --url '${machine}?api-version=2024-03-01' --body @vm1.json`,
        refuses: withoutCode(lacksLink(['Microsoft.Compute/virtualMachines/write', machine], [assign, identity])),
      },
      {
        says: 'resizes it by a request that leaves the identity out',
        run: 'az vm resize -g {group} -n vm1 --size Standard_B2s -o none && az vm show -g {group} -n vm1 --query hardwareProfile.vmSize',
        gives: 'Standard_B2s',
      },
      {
        says: 'takes the identity away',
        run: 'az vm identity remove -g {group} -n vm1 --identities id1 --query type',
        gives: 'SystemAssigned',
      },
    ])
  })

  describe('of a machine', () => {
    const inside = { group: 'access-machines', name: 'vm1' }
    const token =
      'TOKEN=$(curl -s -H Metadata:true \'http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fmanagement.azure.com%2F\' | sed \'s/.*"access_token":"\\([^"]*\\)".*/\\1/\')'
    const arm = (method: string, id: string, version: string, body = '') =>
      `${token}; curl -s -X ${method} -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' ${body} "https://management.azure.com${id}?api-version=${version}"`
    const refusal = (action: string, scope: string) => ({
      error: {
        code: 'AuthorizationFailed',
        message: `The client '{system}' with object id '{systemId}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
      },
    })
    play(operator, [
      {
        says: 'has an identity',
        run: 'az vm identity show -g {group} -n vm1',
        keep: { systemId: 'principalId' },
        isLong: true,
      },
      {
        says: 'has a client id',
        run: 'az ad sp show --id {systemId} --query appId',
        keep: { system: '' },
        isLong: true,
      },
      {
        says: 'may nothing at first',
        run: arm('GET', group, '2021-04-01'),
        inside,
        gives: refusal('Microsoft.Resources/subscriptions/resourcegroups/read', group),
      },
      {
        says: 'is made a Reader',
        run: `az role assignment create --assignee-object-id {systemId} --assignee-principal-type ServicePrincipal --role Reader --scope ${group} -o none`,
        gives: '',
      },
      { says: 'reads then', run: arm('GET', group, '2021-04-01'), inside, gives: { name: '{group}' } },
      {
        says: 'may not write',
        run: arm('PUT', identity, '2023-01-31', `-d '{"location":"westus2"}'`),
        inside,
        gives: refusal('Microsoft.ManagedIdentity/userAssignedIdentities/write', identity),
      },
      {
        says: 'may not stop itself',
        run: arm('POST', `${machine}/powerOff`, '2024-03-01', "-d ''"),
        inside,
        gives: refusal('Microsoft.Compute/virtualMachines/powerOff/action', machine),
      },
      explained('is told by its machine', {
        action: 'Microsoft.Compute/virtualMachines/powerOff/action',
        scope: machine,
        cause: 'Denied: Reader does not have the action. principal vm1',
        more: '-g {group} -n vm1',
      }),
    ])
  })
})
