/** Clients of the running cloud, signed in as its operator; inside a Cloud Shell as the shell's user. */
import { type ArmClient, type ArmConnection, armClient } from './arm-client.js'
import type { CliContext } from './context.js'
import { type Progress, showProgress } from './output/progress.js'
import type { RunningCloud } from './running-cloud.js'
import { requestCloudShellToken } from './token/cloud-shell-token.js'

/** Resource Manager and the operations API. */
export function operatorClient(cloud: RunningCloud, progress?: Progress): ArmClient {
  return armClient(connectionTo(cloud), progress === undefined ? {} : { onWait: (text) => progress.update(text) })
}

/** For what a command can do without: gives up soon. */
export const impatientClient = (cloud: RunningCloud): ArmClient => armClient({ ...connectionTo(cloud), timeout: 2000 })

/** Microsoft Graph of this cloud: paths start with `/v1.0/`. */
export const graphClient = (cloud: RunningCloud): Pick<ArmClient, 'find' | 'get'> =>
  armClient({ ...connectionTo(cloud), scope: 'https://graph.microsoft.com/.default' })

const connectionTo = ({ server, credentials, caCertificate, shellTokens }: RunningCloud): ArmConnection => ({
  origin: server.origin,
  tenantId: credentials.tenantId,
  clientId: credentials.operator.clientId,
  clientSecret: credentials.operator.clientSecret,
  caCertificate,
  ...(shellTokens === undefined ? {} : { token: (scope) => requestCloudShellToken(shellTokens, scope) }),
})

/** Runs `work` with a client whose waiting is shown. */
export async function withClient<T>(
  { cloud, context, what }: { readonly cloud: RunningCloud; readonly context: CliContext; readonly what: string },
  work: (arm: ArmClient) => Promise<T>,
): Promise<T> {
  using progress = showProgress(context.stderr, what)
  return await work(operatorClient(cloud, progress))
}
