/** `az vm create` from nothing, what it leaves, and the machine's own az. */
import { beforeAll, describe } from 'vitest'
import { Terminal } from './az.ts'
import { play } from './play.ts'
import { WireText } from './wire-text.ts'

const terminal = new Terminal('DevTest')
const inside = { group: 'DevTest', name: 'web-2' }
const group = '/subscriptions/{subscription}/resourceGroups/{group}'
const network = `${group}/providers/Microsoft.Network`
const sees = new WireText([
  [/\b(?:[0-9A-F]{2}-){5}[0-9A-F]{2}\b/g, '<mac address>'],
  [/\b203\.0\.113\.\d{1,3}\b/g, '<public address>'],
  [/\b[a-z0-9]{26}\.[a-z]{2}\.internal\.cloudapp\.net/g, '<domain>.internal.cloudapp.net'],
])

describe('az vm create', () => {
  beforeAll(() => terminal.signIn())
  play(
    terminal,
    [{ says: 'has a group', run: 'az group create -n {group} -l westus2', gives: { name: '{group}' } }],
    sees,
  )

  play(
    terminal,
    [
      {
        says: 'makes a machine with an identity that has a role',
        run: `az vm create -g {group} -n web-2 --image Ubuntu2204 --assign-identity --role Reader --scope ${group} --generate-ssh-keys`,
        gives: {
          ...{ id: `${group}/providers/Microsoft.Compute/virtualMachines/web-2`, location: 'westus2' },
          ...{ powerState: 'VM running', privateIpAddress: '10.0.0.4', resourceGroup: '{group}' },
          identity: { role: 'Reader', scope: group, userAssignedIdentities: {} },
        },
      },
      {
        says: 'signs in inside the machine and reads the group',
        run: 'az login --identity -o none && az group show -n DevTest',
        inside,
        gives: { id: group, name: '{group}', properties: { provisioningState: 'Succeeded' } },
      },
      {
        says: 'is the operator again',
        run: 'az login --service-principal -u {operatorId} -p {operatorSecret} --tenant {tenant} -o none',
        gives: '',
      },
      {
        says: 'shows the machine in full',
        run: 'az vm show -g {group} -n web-2',
        gives: { name: 'web-2', provisioningState: 'Succeeded' },
      },
      {
        says: 'shows where it is reached',
        run: 'az vm show -d -g {group} -n web-2 --query "{power: powerState, private: privateIps, public: publicIps, fqdns: fqdns}"',
        gives: { power: 'VM running', private: '10.0.0.4', fqdns: '' },
      },
      {
        says: 'lists machines with their addresses',
        run: 'az vm list -d -g {group} --query "[].{name: name, power: powerState}"',
        gives: [{ name: 'web-2', power: 'VM running' }],
      },
      {
        says: 'lists addresses',
        run: 'az vm list-ip-addresses -g {group} -n web-2',
        gives: [{ virtualMachine: { name: 'web-2', network: { privateIpAddresses: ['10.0.0.4'] } } }],
      },
      { says: 'sets a tag', run: 'az vm update -g {group} -n web-2 --set tags.a=b --query tags', gives: { a: 'b' } },
      { says: 'lists what it made', run: 'az resource list -g {group} --query "sort([].type)"' },
      {
        says: 'shows its network',
        run: 'az network vnet show -g {group} -n web-2VNET',
        gives: { id: `${network}/virtualNetworks/web-2VNET`, addressSpace: { addressPrefixes: ['10.0.0.0/16'] } },
      },
      {
        says: 'lists its subnets',
        run: "az network vnet subnet list -g {group} --vnet-name web-2VNET --query '[].{name: name, prefix: addressPrefix}'",
        gives: [{ name: 'web-2Subnet', prefix: '10.0.0.0/24' }],
      },
      {
        says: 'shows its interface',
        run: 'az network nic show -g {group} -n web-2VMNic',
        gives: {
          name: 'web-2VMNic',
          virtualMachine: { id: `${group}/providers/Microsoft.Compute/virtualMachines/web-2` },
        },
      },
      {
        says: 'shows its address',
        run: 'az network public-ip show -g {group} -n web-2PublicIP',
        gives: { publicIPAllocationMethod: 'Static', provisioningState: 'Succeeded' },
      },
      {
        says: 'shows its rules',
        run: "az network nsg rule list -g {group} --nsg-name web-2NSG --query '[].{name: name, port: destinationPortRange}'",
        gives: [{ name: 'default-allow-ssh', port: '22' }],
      },
      { says: 'lists networks', run: "az network vnet list -g {group} --query '[].name'", gives: ['web-2VNET'] },
      {
        says: 'lists aliases of images',
        run: 'az vm image list --query "[?urnAlias==\'Ubuntu2204\'].{offer: offer, sku: sku}"',
        gives: [{ offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts-gen2' }],
      },
      { says: 'deletes the machine', run: 'az vm delete -g {group} -n web-2 --yes', gives: '' },
      { says: 'leaves the rest', run: 'az resource list -g {group} --query "sort([].type)"' },
      { says: 'deletes the group', run: 'az group delete -n {group} --yes', gives: '' },
    ],
    sees,
  )
})
