/** The ARM client of the running cloud, signed in as its operator. */
import { type ArmClient, armClient } from './arm-client.js'
import type { CliContext } from './context.js'
import { type Progress, showProgress } from './output/progress.js'
import type { RunningCloud } from './running-cloud.js'

export function operatorClient({ server, credentials, caCertificate }: RunningCloud, progress?: Progress): ArmClient {
  const connection = {
    origin: server.origin,
    tenantId: credentials.tenantId,
    clientId: credentials.operator.clientId,
    clientSecret: credentials.operator.clientSecret,
    caCertificate,
  }
  return armClient(connection, progress === undefined ? {} : { onWait: (text) => progress.update(text) })
}

/** Runs `work` with a client whose waiting is shown. */
export async function withClient<T>(
  { cloud, context, what }: { readonly cloud: RunningCloud; readonly context: CliContext; readonly what: string },
  work: (arm: ArmClient) => Promise<T>,
): Promise<T> {
  using progress = showProgress(context.stderr, what)
  return await work(operatorClient(cloud, progress))
}
