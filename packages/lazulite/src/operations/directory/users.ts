/** Users: made, changed, deleted. Their passwords are kept as hashes. */
import { changeUser, passwordOf, requireNewUser } from '../../domain/directory/change-user.js'
import type { PasswordCredential, User } from '../../domain/directory/directory-objects.js'
import { GraphError } from '../../domain/errors/graph-error.js'
import type { JsonObject } from '../../domain/json.js'
import type { Tx } from '../../ports/store.js'
import { changeDirectory, type DirectoryCall, requireRight } from './directory-call.js'
import { type ObjectKey, requireUser } from './find-objects.js'
import { requireSecurityAttributeRight, verbOfUpdate } from './security-attribute-rights.js'

/** @throws GraphError */
export async function createUser(call: DirectoryCall, body: JsonObject): Promise<User> {
  const { ports, tenant } = call
  requireRight(call, { area: 'user', verb: 'create' })
  requireSecurityAttributeRight(call, body)
  requireNewUser(body)
  const blank: User = {
    kind: 'User',
    principalId: ports.ids.guid('principal'),
    displayName: '',
    isEnabled: true,
    createdAt: ports.clock.nowMillis(),
    userPrincipalName: '',
    directoryRoles: [],
  }
  const changed = changeUser(blank, body, tenant.defaultDomain)
  const password = await hashedPassword(call, body)
  if (password === undefined) throw new GraphError('PropertyMissing', { property: 'password', resource: 'User' })
  const user: User = { ...changed, password }
  return changeDirectory(call, { operation: 'Add user', subject: user.principalId }, async (tx) => {
    await requireFreeName(tx, user)
    await tx.principals.insert(user)
    return user
  })
}

/** @throws GraphError */
export async function updateUser(call: DirectoryCall, key: ObjectKey, body: JsonObject): Promise<void> {
  const verb = verbOfUpdate(call, body)
  requireRight(call, { area: 'user', verb })
  const { principalId } = await requireUser(call.ports.store.read, key)
  const password = await hashedPassword(call, body)
  await changeDirectory(call, { operation: 'Update user', subject: principalId }, async (tx) => {
    const before = await requireUser(tx, { value: principalId })
    requireRight(call, { area: 'user', verb, isPrivileged: before.directoryRoles.length > 0 })
    const changed = changeUser(before, body, call.tenant.defaultDomain)
    const after: User = password === undefined ? changed : { ...changed, password }
    await requireFreeName(tx, after)
    await tx.principals.update(after)
  })
}

/** Role assignments stay, as orphans. @throws GraphError */
export async function deleteUser(call: DirectoryCall, key: ObjectKey): Promise<void> {
  requireRight(call, { area: 'user', verb: 'delete' })
  const { principalId } = await requireUser(call.ports.store.read, key)
  await changeDirectory(call, { operation: 'Delete user', subject: principalId }, async (tx) => {
    const user = await requireUser(tx, { value: principalId })
    requireRight(call, { area: 'user', verb: 'delete', isPrivileged: user.directoryRoles.length > 0 })
    await tx.principals.delete(principalId)
  })
}

/** A person's password gives no hint of itself. */
async function hashedPassword({ ports }: DirectoryCall, body: JsonObject): Promise<PasswordCredential | undefined> {
  const password = passwordOf(body)
  if (password === undefined) return undefined
  return {
    keyId: ports.ids.guid('credential'),
    hash: await ports.passwords.hash(password),
    hint: '',
    startsAt: ports.clock.nowMillis(),
  }
}

/** @throws GraphError `ObjectConflict` */
async function requireFreeName(tx: Tx, user: User): Promise<void> {
  const other = await tx.principals.findByUserPrincipalName(user.userPrincipalName)
  if (other !== undefined && other.principalId !== user.principalId) {
    throw new GraphError('ObjectConflict', { property: 'userPrincipalName' })
  }
}
