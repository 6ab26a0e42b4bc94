/**
 * `vm create`: group and machine with one command.
 *
 * Decision: a group that does not exist is made, and said so; then the machine is where the group is unless told otherwise.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonObject } from '../../domain/json.js'
import { groupPath, groupVersion, machinePath, machineVersion } from '../arm-paths.js'
import { CliError } from '../cli-error.js'
import { withClient } from '../cloud-client.js'
import { type CliContext, printLine } from '../context.js'
import type { MachineName } from '../machine.js'
import type { RunningCloud } from '../running-cloud.js'
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
  const sshKey = findSshKey(options.sshKey, context)
  const identities = options.assignIdentity === true ? [] : options.assignIdentity
  const bodyAt = (location: string): JsonObject =>
    machineBody({
      ...{ name: machine.name, location, image: options.image, size: options.size },
      adminUsername: options.adminUsername,
      password: newPassword(),
      ...(sshKey === undefined ? {} : { sshKey }),
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

/** Long enough, and of the four kinds of character that Azure asks for. Nobody is told: the machine is entered without it. */
const newPassword = (): string => `Aa1-${randomBytes(18).toString('base64url')}`

/** The key itself, a file with it, or the first that ssh would offer; undefined when there is none. */
function findSshKey(given: string | undefined, { home }: CliContext): string | undefined {
  if (given === undefined) {
    for (const name of ['id_ed25519.pub', 'id_ecdsa.pub', 'id_rsa.pub']) {
      const key = readKey(join(home, '.ssh', name))
      if (key !== undefined) return key
    }
    return undefined
  }
  const key = isPublicKey(given) ? given.trim() : readKey(given)
  if (key === undefined) throw new CliError(`--ssh-key ${given} is neither an OpenSSH public key nor a file with one`)
  return key
}

const isPublicKey = (text: string): boolean => /^(ssh-|ecdsa-|sk-)[\w@.-]+ [A-Za-z0-9+/=]+/.test(text.trim())

function readKey(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8').trim()
    return isPublicKey(text) ? text : undefined
  } catch {
    return undefined
  }
}
