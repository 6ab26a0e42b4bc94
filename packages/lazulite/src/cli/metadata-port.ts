/** A virtual machine's metadata service on a loopback port of the host. */
import type { ArmClient } from './arm-client.js'
import { machinePath } from './arm-paths.js'
import { CliError } from './cli-error.js'
import type { MachineName } from './machine.js'
import type { RunningCloud } from './running-cloud.js'

/** @returns its origin, `http://127.0.0.1:PORT` @throws ServiceError when there is no such machine, or it does not run */
export async function openMetadataPort(arm: ArmClient, cloud: RunningCloud, machine: MachineName): Promise<string> {
  const resourceId = machinePath(cloud.credentials.subscriptionId, machine.group, machine.name)
  const { origin } = await arm.post('/_lazulite/compute/metadata-port', { resourceId })
  if (typeof origin === 'string') return origin
  throw new CliError('the server opened no metadata port')
}
