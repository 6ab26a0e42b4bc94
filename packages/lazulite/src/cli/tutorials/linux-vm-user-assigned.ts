/**
 * "Use a user-assigned managed identity on a Linux VM to access Azure Resource Manager", played live with Azure CLI.
 *
 * The commands are the tutorial's own, word for word but for its placeholders: the blank at the end of the scope and the
 * lower-case `resourcegroups` are in it. Its prerequisites, a machine and signing in, come first; its clicks in the
 * portal, which only lead to the address for SSH, are left out.
 */
import { findExecutable } from '../../compute/netns/executables.js'
import { isJsonObject } from '../../domain/json.js'
import { CliError } from '../cli-error.js'
import { parsed, tokenIn } from './answers.js'
import { type AzureCli, openAzureCli } from './azure-cli.js'
import { runLazulite } from './stage.js'
import { inOwnGroup, type TutorialRun } from './tutorial-run.js'

const machineName = 'linux-vm'
const identityName = 'ID1'
/** The tutorial's sample answer has its group there. */
const location = 'westus'

/** @throws StepFailed after the failing step was shown, CliError when it cannot begin */
export async function linuxVmUserAssigned(run: TutorialRun): Promise<void> {
  if (findExecutable('ssh') === undefined) {
    throw new CliError('the tutorial uses ssh, which is not installed; install the package openssh-client')
  }
  const az = openAzureCli(run.context, run.dataFolder)
  try {
    await inOwnGroup(run, async (group) => {
      await prepare(run, az, group)
      const identity = await assignIdentity(run, az, group)
      await useIdentity(run, group, identity.clientId)
    })
  } finally {
    az.close()
  }
}

/** What the tutorial takes for granted. */
async function prepare({ stage, context, dataFolder, credentials }: TutorialRun, az: AzureCli, group: string) {
  const create = ['vm', 'create', '-g', group, '-n', machineName, '--location', location]
  await stage.play({
    title: 'Before it begins: make a Linux virtual machine, without any identity',
    command: `lazulite ${create.join(' ')}`,
    run: () => runLazulite(create, context, dataFolder),
  })
  const { clientId, clientSecret } = credentials.operator
  const login = `az login --service-principal -u ${clientId} -p "$CLIENT_SECRET" --tenant ${credentials.tenantId}`
  await stage.play({
    title: 'Before it begins: sign in as somebody who may do all that',
    command: login,
    run: () => az.run(login, { CLIENT_SECRET: clientSecret }),
  })
}

async function assignIdentity(
  { stage, subscriptionId }: TutorialRun,
  az: AzureCli,
  group: string,
): Promise<{ readonly clientId: string }> {
  const create = `az identity create -g ${group} -n ${identityName}`
  const made = await stage.play({
    title: 'Create a user-assigned managed identity',
    command: create,
    run: () => az.run(create),
    check(output) {
      const { name, clientId, principalId } = parsed(output)
      const isWhole = name === identityName && typeof clientId === 'string' && typeof principalId === 'string'
      return isWhole ? undefined : 'the answer is not an identity with clientId and principalId'
    },
  })
  const { clientId, principalId } = parsed(made)

  const identityId = `/subscriptions/${subscriptionId}/resourcegroups/${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${identityName}`
  const assign = `az vm identity assign -g ${group} -n ${machineName} --identities "${identityId}"`
  await stage.play({
    title: 'Assign an identity to your Linux VM',
    command: assign,
    run: () => az.run(assign),
    check(output) {
      const { userAssignedIdentities } = parsed(output)
      const ids = isJsonObject(userAssignedIdentities) ? Object.keys(userAssignedIdentities) : []
      const isThere = ids.some((id) => id.toLowerCase() === identityId.toLowerCase())
      return isThere ? undefined : 'the identity is not among those of the machine'
    },
  })

  const scope = `/subscriptions/${subscriptionId}/resourcegroups/${group}`
  const grant = `az role assignment create --assignee ${String(principalId)} --role 'Reader' --scope "${scope} "`
  await stage.play({
    title: 'Grant access to a Resource Group in Azure Resource Manager',
    command: grant,
    run: () => az.run(grant),
    check(output) {
      const answer = parsed(output)
      if (answer.principalId !== principalId) return 'the role is not granted to the identity'
      const granted = typeof answer.scope === 'string' ? answer.scope.toLowerCase() : ''
      return granted === scope.toLowerCase() ? undefined : 'the role is not granted on the resource group'
    },
  })
  return { clientId: String(clientId) }
}

async function useIdentity(
  { stage, context, dataFolder, subscriptionId }: TutorialRun,
  group: string,
  clientId: string,
): Promise<void> {
  const connect = ['ssh', '-g', group, '-n', machineName, '--']
  const inMachine = (command: string) => () => runLazulite([...connect, command], context, dataFolder)
  const prompt = `azureuser@${machineName}:~$`

  await stage.play({
    title: 'Connect to the VM with the SSH client of your choice',
    command: `lazulite ${connect.join(' ')} hostname`,
    run: inMachine('hostname'),
    check: (output) => (output.trim() === machineName ? undefined : 'this is another machine'),
  })
  const askToken = `curl -H Metadata:true "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fmanagement.azure.com/&client_id=${clientId}"`
  const answer = await stage.play(
    {
      title: "Get an access token using the VM's identity",
      ...{ command: askToken, prompt, run: inMachine(askToken) },
      check: (output) => (tokenIn(output) === undefined ? 'there is no access_token in the answer' : undefined),
    },
    tokenIn,
  )
  const readGroup = `curl https://management.azure.com/subscriptions/${subscriptionId}/resourceGroups/${group}?api-version=2016-09-01 -H "Authorization: Bearer ${tokenIn(answer) ?? ''}"`
  await stage.play({
    title: 'Use it to call Resource Manager',
    ...{ command: readGroup, prompt, run: inMachine(readGroup) },
    check(output) {
      const { id, name, properties } = parsed(output)
      const isGroup = id === `/subscriptions/${subscriptionId}/resourceGroups/${group}` && name === group
      if (!isGroup) return 'the answer is not the resource group'
      const state = isJsonObject(properties) ? properties.provisioningState : undefined
      return state === 'Succeeded' ? undefined : 'the group is not in the state Succeeded'
    },
  })
}
