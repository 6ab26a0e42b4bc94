/**
 * A form of "Create a virtual machine" as a template deployment: interface, network, rules, public address, machine.
 *
 * Names of the deployment, its parameters and what it makes are those of Azure's portal (exported templates and public
 * threads: `CreateVm-<publisher>.<offer>-<sku>-<time>`, `<vm>-ip`, `<vm>-nsg`, `<vm>-vnet`). Whatever a person wrote is a
 * parameter: nothing of it is read as an expression. Secrets are of the type `securestring`, which is kept nowhere.
 */
import { imageOf } from './images.js'
import { type InboundPort, isWindowsForm, type MachineForm, usesKey } from './machine-form.js'

export const deploymentVersion = '2022-09-01'
const groupVersion = '2024-11-01'

export interface DeploymentBody {
  readonly location?: string
  readonly properties: { readonly mode: 'Incremental'; readonly template: object; readonly parameters: Parameters }
}

type Parameters = Readonly<Record<string, { readonly value: unknown }>>

export interface DeploymentFacts {
  /** Of the given or made key pair. */
  readonly publicKey: string
  /** Makes the interface's name its own: three digits. */
  readonly suffix: string
}

/** At most 64 characters, the time always whole. */
export function deploymentName({ image }: MachineForm, now: Date): string {
  const { publisher, offer, sku } = imageOf(image)
  const time = now.toISOString().replaceAll(/\D/g, '').slice(0, 14)
  const what = `${publisher}.${offer}-${sku}`.toLowerCase().replaceAll(/[^a-z0-9._-]/g, '')
  return `CreateVm-${what.slice(0, 64 - 'CreateVm--'.length - time.length)}-${time}`
}

export const groupIdOfForm = ({ subscriptionId, resourceGroup }: MachineForm): string =>
  `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`

export const machineIdOfForm = (form: MachineForm): string =>
  `${groupIdOfForm(form)}/providers/Microsoft.Compute/virtualMachines/${form.name}`

export const deploymentId = (form: MachineForm, name: string): string =>
  `${groupIdOfForm(form)}/providers/Microsoft.Resources/deployments/${name}`

/** The body of a deployment into the group. */
export function machineDeployment(form: MachineForm, facts: DeploymentFacts): DeploymentBody {
  const parameters = parametersOf(form, facts)
  return {
    properties: {
      mode: 'Incremental',
      template: {
        $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
        contentVersion: '1.0.0.0',
        parameters: Object.fromEntries(Object.keys(parameters).map((name) => [name, { type: typeOfParameter(name) }])),
        variables: variablesOf(form),
        resources: resourcesOf(form),
        outputs: { adminUsername: { type: 'string', value: "[parameters('adminUsername')]" } },
      },
      parameters,
    },
  }
}

/** A question to Resource Manager: would it be taken? A group that is not there yet is part of the question. */
export function validationOf(
  form: MachineForm,
  facts: DeploymentFacts,
  name: string,
): { readonly path: string; readonly body: DeploymentBody } {
  const deployment = machineDeployment(form, facts)
  if (!form.isNewGroup) return { path: `${deploymentId(form, name)}/validate`, body: deployment }
  return {
    path: `/subscriptions/${form.subscriptionId}/providers/Microsoft.Resources/deployments/${name}/validate`,
    body: {
      location: form.location,
      properties: {
        mode: 'Incremental',
        template: {
          $schema: 'https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#',
          contentVersion: '1.0.0.0',
          resources: [
            {
              type: 'Microsoft.Resources/resourceGroups',
              apiVersion: groupVersion,
              name: form.resourceGroup,
              location: form.location,
            },
            {
              type: 'Microsoft.Resources/deployments',
              apiVersion: deploymentVersion,
              name,
              resourceGroup: form.resourceGroup,
              dependsOn: [`[resourceId('Microsoft.Resources/resourceGroups', '${form.resourceGroup}')]`],
              properties: { ...deployment.properties, expressionEvaluationOptions: { scope: 'inner' } },
            },
          ],
        },
        parameters: {},
      },
    },
  }
}

const secrets: ReadonlySet<string> = new Set(['adminPassword', 'adminPublicKey', 'customData'])
const objects: ReadonlySet<string> = new Set(['tags'])
const arrays: ReadonlySet<string> = new Set(['addressPrefixes', 'subnets', 'networkSecurityGroupRules'])

function typeOfParameter(name: string): string {
  if (secrets.has(name)) return 'securestring'
  if (objects.has(name)) return 'object'
  return arrays.has(name) ? 'array' : 'string'
}

function parametersOf(form: MachineForm, { publicKey, suffix }: DeploymentFacts): Parameters {
  const { name } = form
  const values: Record<string, unknown> = {
    location: form.location,
    networkInterfaceName: `${name}${suffix}`,
    networkSecurityGroupName: `${name}-nsg`,
    networkSecurityGroupRules: form.allowsInbound ? form.inboundPorts.map(ruleOf) : [],
    ...(form.subnetId === undefined
      ? {
          virtualNetworkName: `${name}-vnet`,
          addressPrefixes: ['10.0.0.0/16'],
          subnetName: 'default',
          subnets: [{ name: 'default', properties: { addressPrefix: '10.0.0.0/24' } }],
        }
      : { subnetId: form.subnetId }),
    ...(form.hasPublicAddress ? { publicIpAddressName: `${name}-ip` } : {}),
    virtualMachineName: name,
    virtualMachineSize: form.size,
    osDiskType: form.diskType,
    adminUsername: form.username,
    ...(usesKey(form) ? { adminPublicKey: publicKey } : { adminPassword: form.password }),
    ...(form.customData === '' ? {} : { customData: form.customData }),
    tags: Object.fromEntries(form.tags.filter((tag) => tag.name !== '').map((tag) => [tag.name, tag.value])),
  }
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }]))
}

function ruleOf(port: InboundPort, index: number): object {
  const [, service = '', number = ''] = /^(\w+) \((\d+)\)$/.exec(port) ?? []
  return {
    name: service,
    properties: {
      priority: 300 + 20 * index,
      protocol: 'TCP',
      access: 'Allow',
      direction: 'Inbound',
      sourceAddressPrefix: '*',
      sourcePortRange: '*',
      destinationAddressPrefix: '*',
      destinationPortRange: number,
    },
  }
}

const idOf = (type: string, parameter: string): string =>
  `[resourceId('Microsoft.Network/${type}', parameters('${parameter}'))]`
const nsgId = idOf('networkSecurityGroups', 'networkSecurityGroupName')
const networkId = idOf('virtualNetworks', 'virtualNetworkName')
const addressId = idOf('publicIPAddresses', 'publicIpAddressName')
const interfaceId = idOf('networkInterfaces', 'networkInterfaceName')

const variablesOf = ({ subnetId }: MachineForm): Readonly<Record<string, string>> => ({
  subnetRef:
    subnetId === undefined
      ? "[resourceId('Microsoft.Network/virtualNetworks/subnets', parameters('virtualNetworkName'), parameters('subnetName'))]"
      : "[parameters('subnetId')]",
})

const located = { apiVersion: '2023-09-01', location: "[parameters('location')]", tags: "[parameters('tags')]" }

function resourcesOf(form: MachineForm): readonly object[] {
  const { hasPublicAddress, deletesInterface } = form
  const isNewNetwork = form.subnetId === undefined
  return [
    {
      type: 'Microsoft.Network/networkInterfaces',
      name: "[parameters('networkInterfaceName')]",
      ...located,
      dependsOn: [nsgId, ...(isNewNetwork ? [networkId] : []), ...(hasPublicAddress ? [addressId] : [])],
      properties: {
        ipConfigurations: [
          {
            name: 'ipconfig1',
            properties: {
              subnet: { id: "[variables('subnetRef')]" },
              privateIPAllocationMethod: 'Dynamic',
              ...(hasPublicAddress
                ? {
                    publicIPAddress: {
                      id: addressId,
                      properties: { deleteOption: deletesInterface ? 'Delete' : 'Detach' },
                    },
                  }
                : {}),
            },
          },
        ],
        networkSecurityGroup: { id: nsgId },
      },
    },
    {
      type: 'Microsoft.Network/networkSecurityGroups',
      name: "[parameters('networkSecurityGroupName')]",
      ...located,
      properties: { securityRules: "[parameters('networkSecurityGroupRules')]" },
    },
    ...(isNewNetwork
      ? [
          {
            type: 'Microsoft.Network/virtualNetworks',
            name: "[parameters('virtualNetworkName')]",
            ...located,
            properties: {
              addressSpace: { addressPrefixes: "[parameters('addressPrefixes')]" },
              subnets: "[parameters('subnets')]",
            },
          },
        ]
      : []),
    ...(hasPublicAddress
      ? [
          {
            type: 'Microsoft.Network/publicIPAddresses',
            name: "[parameters('publicIpAddressName')]",
            ...located,
            sku: { name: 'Standard' },
            properties: { publicIPAllocationMethod: 'Static' },
          },
        ]
      : []),
    machineOf(form),
  ]
}

function machineOf(form: MachineForm): object {
  const { publisher, offer, sku } = imageOf(form.image)
  return {
    type: 'Microsoft.Compute/virtualMachines',
    name: "[parameters('virtualMachineName')]",
    ...{ ...located, apiVersion: '2024-07-01' },
    dependsOn: [interfaceId],
    ...(form.systemAssigned ? { identity: { type: 'SystemAssigned' } } : {}),
    properties: {
      hardwareProfile: { vmSize: "[parameters('virtualMachineSize')]" },
      storageProfile: {
        osDisk: {
          createOption: 'FromImage',
          managedDisk: { storageAccountType: "[parameters('osDiskType')]" },
          deleteOption: form.deletesDisk ? 'Delete' : 'Detach',
        },
        imageReference: { publisher, offer, sku, version: 'latest' },
      },
      networkProfile: {
        networkInterfaces: [
          { id: interfaceId, properties: { deleteOption: form.deletesInterface ? 'Delete' : 'Detach' } },
        ],
      },
      osProfile: osProfileOf(form),
      diagnosticsProfile: { bootDiagnostics: { enabled: true } },
    },
  }
}

function osProfileOf(form: MachineForm): object {
  return {
    computerName: "[parameters('virtualMachineName')]",
    adminUsername: "[parameters('adminUsername')]",
    ...(form.customData === '' ? {} : { customData: "[base64(parameters('customData'))]" }),
    ...(usesKey(form)
      ? {
          linuxConfiguration: {
            disablePasswordAuthentication: true,
            ssh: {
              publicKeys: [
                {
                  path: "[concat('/home/', parameters('adminUsername'), '/.ssh/authorized_keys')]",
                  keyData: "[parameters('adminPublicKey')]",
                },
              ],
            },
          },
        }
      : {
          adminPassword: "[parameters('adminPassword')]",
          ...(isWindowsForm(form)
            ? { windowsConfiguration: { enableAutomaticUpdates: true, provisionVMAgent: true } }
            : {}),
        }),
  }
}
