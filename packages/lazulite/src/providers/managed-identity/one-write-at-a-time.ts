/**
 * The identity service refuses a write to an identity's federated credentials while another one is under way
 * (Azure/bicep-registry-modules#1447, pulumi/pulumi-azure-native#4343), so clients must send them one after another.
 *
 * Decision: only what really overlaps in this process is refused; writes are quick here, so few are.
 */
import { ArmError } from '../../domain/errors/arm-error.js'
import { resourceKey } from '../../domain/resource-id/resource-id.js'

/** Identities that are being written, by what reads the store. */
const written = new WeakMap<object, Set<string>>()

/**
 * @param stores  whose identity it is: clouds in one process do not disturb each other
 * @throws ArmError `ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity`, and what `work` throws
 */
export async function oneWriteAtATime<T>(stores: object, identityId: string, work: () => Promise<T>): Promise<T> {
  const busy = written.get(stores) ?? new Set<string>()
  written.set(stores, busy)
  const key = resourceKey(identityId)
  if (busy.has(key)) {
    throw new ArmError('ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity', { identityId: key })
  }
  busy.add(key)
  try {
    return await work()
  } finally {
    busy.delete(key)
  }
}
