/**
 * `vm create`: group and machine with one command.
 *
 * Decision: a group that does not exist is made, and said so; then the machine is where the group is unless told otherwise.
 */
import { randomBytes } from 'node:crypto'
import { isSshPublicKey } from '../../domain/compute/ssh-public-key.js'
import type { JsonObject } from '../../domain/json.js'
import { groupPath, groupVersion, machinePath, machineVersion } from '../arm-paths.js'
import { CliError } from '../cli-error.js'
import { withClient } from '../cloud-client.js'
import { type CliContext, printLine } from '../context.js'
import type { MachineName } from '../machine.js'
import type { RunningCloud } from '../running-cloud.js'
import { defaultPublicKey, readPublicKey } from '../ssh/user-keys.js'
import { machineBody } from './machine-body.js'

export interface CreateOptions {
  readonly location?: string
  readonly image: string
  readonly size: string
  readonly adminUsername: string
  readonly sshKey?: string
  readonly assignIdentity?: true | readonly string[]
}

const defaultLocation = 'westus2'

/** @returns the machine as ARM shows it @throws ServiceError, CliError */
export async function createMachine(
  {
    cloud,
    context,
    machine,
  }: { readonly cloud: RunningCloud; readonly context: CliContext; readonly machine: MachineName },
  options: CreateOptions,
): Promise<JsonObject> {
  const { subscriptionId } = cloud.credentials
  const sshKey = options.sshKey === undefined ? await defaultPublicKey(cloud.files, context) : givenKey(options.sshKey)
  const identities = options.assignIdentity === true ? [] : options.assignIdentity
  const bodyAt = (location: string): JsonObject =>
    machineBody({
      ...{ name: machine.name, location, image: options.image, size: options.size },
      adminUsername: options.adminUsername,
      password: newPassword(),
      sshKey,
      ...(identities === undefined ? {} : { identities }),
    })
  bodyAt(defaultLocation) // a wrong image or identity is said before anything is made
  return await withClient({ cloud, context, what: `making ${machine.name}` }, async (arm) => {
    const path = `${groupPath(subscriptionId, machine.group)}?${groupVersion}`
    let group = await arm.find(path)
    if (group === undefined) {
      group = await arm.put(path, { location: options.location ?? defaultLocation })
      printLine(context.stderr, `made resource group ${machine.group} in ${String(group.location)}`)
    }
    const location = options.location ?? String(group.location ?? defaultLocation)
    const body = bodyAt(location)
    return await arm.put(`${machinePath(subscriptionId, machine.group, machine.name)}?${machineVersion}`, body)
  })
}

/** Long enough, and of the four kinds of character that Azure asks for. Nobody is told: the machine is entered without it. Windows only. */
const newPassword = (): string => `Aa1-${randomBytes(18).toString('base64url')}`

/** @throws CliError for a text that is neither a key nor a file with one */
function givenKey(given: string): string {
  const key = isSshPublicKey(given) ? given.trim() : readPublicKey(given)
  if (key === undefined) {
    throw new CliError(`--ssh-key ${given} is neither an OpenSSH public key (RSA or Ed25519) nor a file with one`)
  }
  return key
}
