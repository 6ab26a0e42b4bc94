/** The settings with which a host's programs use this cloud, and the files that these name. */
import { type CloudEnvironmentInput, cloudEnvironment } from './cloud-environment.js'
import { ensureTrustStore } from './trust-store.js'

/** @throws file system errors */
export function hostEnvironment(input: CloudEnvironmentInput): Record<string, string> {
  ensureTrustStore(input.files)
  return cloudEnvironment(input)
}
