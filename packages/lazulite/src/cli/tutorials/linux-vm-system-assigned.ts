/**
 * "Use a Linux VM system-assigned managed identity to access Azure Resource Manager", played live.
 *
 * The two curl commands are the tutorial's own, word for word but for its placeholders. The portal's clicks are the
 * Resource Manager calls that they make. Added: the same read before the grant, to see that it is refused.
 */
import { randomUUID } from 'node:crypto'
import { isJsonObject } from '../../domain/json.js'
import { machinePath, machineVersion, roleAssignmentVersion } from '../arm-paths.js'
import { CliError } from '../cli-error.js'
import { errorCodeIn, parsed, tokenIn } from './answers.js'
import { runLazulite } from './stage.js'
import { inOwnGroup, type TutorialRun } from './tutorial-run.js'

const machineName = 'linux-vm'
/** The tutorial's sample answer has its group there. */
const location = 'westus'
/** "Reader", the same in every tenant (Azure built-in roles). */
const readerRoleId = 'acdd72a7-3385-48ef-bd42-f606fba81ae7'

/** @throws StepFailed after the failing step was shown, CliError when it cannot begin */
export const linuxVmSystemAssigned = (run: TutorialRun): Promise<void> =>
  inOwnGroup(run, (group) => playSteps(run, group))

async function playSteps(run: TutorialRun, group: string): Promise<void> {
  const { stage, context, arm, subscriptionId } = run
  const inMachine = (command: string) => () =>
    runLazulite(['exec', '-g', group, '-n', machineName, '--', 'sh', '-c', command], context, run.dataFolder)
  const prompt = `azureuser@${machineName}:~$`

  const create = [
    'vm',
    'create',
    '-g',
    group,
    '-n',
    machineName,
    '--location',
    location,
    '--assign-identity',
    '[system]',
  ]
  await stage.play({
    title: 'Make a Linux virtual machine with a system-assigned identity',
    command: `lazulite ${create.join(' ')}`,
    run: () => runLazulite(create, context, run.dataFolder),
  })

  const askToken =
    "curl 'http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com/' -H Metadata:true"
  const answer = await stage.play(
    {
      ...{ title: "Inside it, get an access token with the machine's identity", command: askToken, prompt },
      run: inMachine(askToken),
      check: (output) => (tokenIn(output) === undefined ? 'there is no access_token in the answer' : undefined),
    },
    tokenIn,
  )
  const token = tokenIn(answer) ?? ''

  const readGroup = `curl https://management.azure.com/subscriptions/${subscriptionId}/resourceGroups/${group}?api-version=2016-09-01 -H "Authorization: Bearer ${token}"`
  await stage.play({
    ...{ title: 'Read the resource group with it: refused, nothing was granted yet', command: readGroup, prompt },
    run: inMachine(readGroup),
    check(output) {
      return errorCodeIn(output) === 'AuthorizationFailed'
        ? undefined
        : 'the answer is not the expected AuthorizationFailed'
    },
  })

  const scope = `/subscriptions/${subscriptionId}/resourceGroups/${group}`
  const assignment = `${scope}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}?${roleAssignmentVersion}`
  const machine = await arm.get(`${machinePath(subscriptionId, group, machineName)}?${machineVersion}`)
  const principalId = isJsonObject(machine.identity) ? machine.identity.principalId : undefined
  if (typeof principalId !== 'string') throw new CliError(`${machineName} has no principal id`)
  const body = {
    properties: {
      roleDefinitionId: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${readerRoleId}`,
      principalId,
      principalType: 'ServicePrincipal',
    },
  }
  await stage.play({
    title: 'Grant the machine Reader on the resource group (Access control (IAM), Add role assignment)',
    command: `PUT https://management.azure.com${assignment}\n     ${JSON.stringify(body)}`,
    prompt: '>',
    run: async () => ({ exitStatus: 0, output: JSON.stringify(await arm.put(assignment, body), null, 2) }),
  })

  await stage.play({
    ...{ title: 'Read the resource group again', command: readGroup, prompt },
    run: inMachine(readGroup),
    check(output) {
      const { id, name, properties } = parsed(output)
      if (id !== scope || name !== group) return 'the answer is not the resource group'
      return isJsonObject(properties) && properties.provisioningState === 'Succeeded'
        ? undefined
        : 'the group is not in the state Succeeded'
    },
  })
}
