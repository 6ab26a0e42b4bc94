/** The resource providers that exist here: adding one is a folder and a line. */
import { authorization } from './authorization/index.js'
import { compute } from './compute/index.js'
import type { ProviderDefinition } from './define.js'
import { insights } from './insights/index.js'
import { managedIdentity } from './managed-identity/index.js'
import { management } from './management/index.js'
import { network } from './network/index.js'
import { portal } from './portal/index.js'
import { createResourcesProvider } from './resources/index.js'
import { serialConsole } from './serial-console/index.js'

export function createProviders(): readonly ProviderDefinition[] {
  const providers: ProviderDefinition[] = [
    createResourcesProvider(() => providers),
    authorization,
    managedIdentity,
    compute,
    network,
    management,
    serialConsole,
    portal,
    insights,
  ]
  return providers
}
