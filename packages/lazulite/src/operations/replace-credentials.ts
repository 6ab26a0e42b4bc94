/**
 * New passwords for the administrator and the operator of a tenant whose own were lost.
 *
 * Decision: whoever can write the data folder owns the cloud, so a start that finds the database but no credentials
 * file sets new ones instead of refusing. Everything that was granted under the old ones ends.
 */
import type { PasswordCredential } from '../domain/directory/directory-objects.js'
import type { Ports } from '../ports/ports.js'
import { type Bootstrap, readBootstrap, type SecretInput } from './bootstrap-tenant.js'

export interface ReplacedCredentials {
  readonly administratorPassword: SecretInput
  readonly operatorSecret: SecretInput
}

/**
 * Resolves to what first start made, with the administrator's present name. Other secrets of the operator stay.
 * @throws Error when administrator or operator are not in the directory any more
 */
export function replaceCredentials(
  { store, clock, ids }: Pick<Ports, 'store' | 'clock' | 'ids'>,
  { administratorPassword, operatorSecret }: ReplacedCredentials,
): Promise<Bootstrap> {
  const startsAt = clock.nowMillis()
  const [passwordId, secretId] = [ids.guid('credential'), ids.guid('credential')]
  return store.transaction(async (tx) => {
    const made = await readBootstrap(tx)
    if (made === undefined) throw new Error('the database holds no tenant that a first start made')
    const administrator = await tx.principals.get(made.administrator.principalId)
    const operator = await tx.applications.findByClientId(made.operator.clientId)
    if (administrator?.kind !== 'User' || operator === undefined) {
      throw new Error('the administrator or the operator was deleted, so no new credentials can be given to them')
    }
    const password: PasswordCredential = { keyId: passwordId, ...administratorPassword, startsAt }
    await tx.principals.update({ ...administrator, isEnabled: true, password })
    const [, ...others] = operator.secrets
    await tx.applications.update({
      ...operator,
      secrets: [{ keyId: secretId, ...operatorSecret, startsAt }, ...others],
    })
    const { userPrincipalName } = administrator
    return { ...made, administrator: { ...made.administrator, userPrincipalName } }
  })
}
