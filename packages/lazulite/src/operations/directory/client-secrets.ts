/**
 * Client secrets of applications and service principals: made here, told once, kept as hashes.
 *
 * Rules: "application: addPassword", "servicePrincipal: addPassword" (v1.0): two years unless the body says otherwise.
 */
import { withPublicity } from '../../domain/directory/change-application.js'
import { invalidProperty } from '../../domain/directory/check-body.js'
import type { PasswordCredential } from '../../domain/directory/directory-objects.js'
import { parseGraphTime } from '../../domain/directory/graph-time.js'
import { applicationType } from '../../domain/directory/graph-types.js'
import { GraphError } from '../../domain/errors/graph-error.js'
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.js'
import type { EpochMillis } from '../../domain/time.js'
import type { Tx } from '../../ports/store.js'
import { requireOwnServicePrincipal, requireRightOver, requireSomeRight } from './application-rights.js'
import { changeDirectory, type DirectoryCall } from './directory-call.js'
import { type ObjectKey, requireApplication, requireServicePrincipal } from './find-objects.js'
import { newClientSecret } from './new-client-secret.js'

export type SecretHolder = 'application' | 'servicePrincipal'

export interface NewSecret {
  readonly credential: PasswordCredential
  /** To be told once, and nowhere kept. */
  readonly secretText: string
}

/** @throws GraphError */
export async function addPassword(
  call: DirectoryCall,
  holder: { readonly kind: SecretHolder; readonly key: ObjectKey },
  body: JsonObject,
): Promise<NewSecret> {
  const { ports } = call
  requireSomeRight(call, 'write')
  const objectId = await objectIdOf(call, holder)
  const wanted = readWanted(body, ports.clock.nowMillis())
  const secretText = newClientSecret()
  const credential: PasswordCredential = {
    keyId: ports.ids.guid('credential'),
    ...wanted,
    hash: await ports.passwords.hash(secretText),
    hint: secretText.slice(0, 3),
  }
  await changeSecrets(call, { kind: holder.kind, objectId, operation: 'Add' }, (secrets) => [...secrets, credential])
  return { credential, secretText }
}

/** @throws GraphError `CredentialNotFound` and others */
export async function removePassword(
  call: DirectoryCall,
  holder: { readonly kind: SecretHolder; readonly key: ObjectKey },
  body: JsonObject,
): Promise<void> {
  requireSomeRight(call, 'write')
  const objectId = await objectIdOf(call, holder)
  const { keyId } = body
  await changeSecrets(call, { kind: holder.kind, objectId, operation: 'Remove' }, (secrets) => {
    const rest = secrets.filter((secret) => typeof keyId !== 'string' || secret.keyId !== keyId.toLowerCase())
    if (rest.length === secrets.length) throw new GraphError('CredentialNotFound')
    return rest
  })
}

async function objectIdOf(
  { ports }: DirectoryCall,
  { kind, key }: { readonly kind: SecretHolder; readonly key: ObjectKey },
): Promise<string> {
  if (kind === 'application') return (await requireApplication(ports.store.read, key)).objectId
  return (await requireServicePrincipal(ports.store.read, key)).principalId
}

type ChangeSecrets = (secrets: readonly PasswordCredential[]) => readonly PasswordCredential[]

async function changeSecrets(
  call: DirectoryCall,
  { kind, objectId, operation }: { readonly kind: SecretHolder; readonly objectId: string; readonly operation: string },
  change: ChangeSecrets,
): Promise<void> {
  const noun = kind === 'application' ? 'application' : 'service principal'
  await changeDirectory(call, { operation: `${operation} ${noun} credentials`, subject: objectId }, (tx) =>
    kind === 'application'
      ? changeOfApplication(call, tx, { objectId, change })
      : changeOfServicePrincipal(call, tx, { objectId, change }),
  )
}

interface SecretChange {
  readonly objectId: string
  readonly change: ChangeSecrets
}

async function changeOfApplication(call: DirectoryCall, tx: Tx, { objectId, change }: SecretChange): Promise<void> {
  const application = await requireApplication(tx, { value: objectId })
  requireRightOver(call, 'write', application)
  await tx.applications.update(withPublicity({ ...application, secrets: change(application.secrets) }))
}

async function changeOfServicePrincipal(
  call: DirectoryCall,
  tx: Tx,
  { objectId, change }: SecretChange,
): Promise<void> {
  const principal = await requireServicePrincipal(tx, { value: objectId })
  requireRightOver(call, 'write', principal)
  requireOwnServicePrincipal(principal)
  await tx.principals.update({ ...principal, secrets: change(principal.secrets ?? []) })
}

function readWanted(
  body: JsonObject,
  now: EpochMillis,
): Pick<PasswordCredential, 'displayName' | 'startsAt' | 'endsAt'> {
  const wanted = isJsonObject(body.passwordCredential) ? body.passwordCredential : {}
  const startsAt = instant(wanted.startDateTime) ?? Math.floor(now / 1000) * 1000
  const endsAt = instant(wanted.endDateTime) ?? twoYearsAfter(startsAt)
  if (endsAt <= startsAt) throw new GraphError('CredentialDatesInvalid')
  return {
    ...(typeof wanted.displayName === 'string' ? { displayName: wanted.displayName } : {}),
    startsAt,
    endsAt,
  }
}

function instant(value: Json | undefined): EpochMillis | undefined {
  if (value === undefined || value === null) return undefined
  const time = typeof value === 'string' ? parseGraphTime(value) : undefined
  if (time === undefined) throw invalidProperty(applicationType, 'passwordCredential')
  return time
}

function twoYearsAfter(time: EpochMillis): EpochMillis {
  const date = new Date(time)
  return date.setUTCFullYear(date.getUTCFullYear() + 2)
}
