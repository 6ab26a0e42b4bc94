import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestPorts, type TestPorts } from '../testing/test-ports.js'
import { type Bootstrap, bootstrapTenant } from './bootstrap-tenant.js'
import { replaceCredentials } from './replace-credentials.js'

let ports: TestPorts
let made: Bootstrap
beforeEach(async () => {
  ports = await openTestPorts()
  made = await bootstrapTenant(ports, {
    administratorPassword: { hash: 'old password', hint: 'old' },
    operatorSecret: { hash: 'old secret', hint: 'old' },
  })
})
afterEach(() => ports.store.close())

const lost = {
  administratorPassword: { hash: 'new password', hint: 'new' },
  operatorSecret: { hash: 'new secret', hint: 'new' },
}
const administrator = async () => {
  const found = await ports.store.read.principals.get(made.administrator.principalId)
  if (found?.kind !== 'User') throw new Error('no administrator')
  return found
}
const operator = async () => {
  const found = await ports.store.read.applications.findByClientId(made.operator.clientId)
  if (found === undefined) throw new Error('no operator')
  return found
}

describe('replaceCredentials', () => {
  it('sets both anew and leaves other secrets of the operator alone', async () => {
    const extra = { keyId: 'extra', hash: 'extra', hint: 'ext', startsAt: 0 }
    const before = await operator()
    await ports.store.transaction((tx) => tx.applications.update({ ...before, secrets: [...before.secrets, extra] }))
    ports.clock.advance(60)
    expect(await replaceCredentials(ports, lost)).toEqual(made)
    const startsAt = ports.clock.nowMillis()
    expect((await administrator()).password).toMatchObject({ hash: 'new password', hint: 'new', startsAt })
    expect((await operator()).secrets).toEqual([
      { keyId: expect.any(String), hash: 'new secret', hint: 'new', startsAt },
      extra,
    ])
  })

  it('names the administrator as he is called now, and lets him in again', async () => {
    const renamed = { ...(await administrator()), userPrincipalName: 'root@lazulite.onmicrosoft.com', isEnabled: false }
    await ports.store.transaction((tx) => tx.principals.update(renamed))
    expect((await replaceCredentials(ports, lost)).administrator.userPrincipalName).toBe(
      'root@lazulite.onmicrosoft.com',
    )
    expect((await administrator()).isEnabled).toBe(true)
  })

  it('changes nothing when the operator was deleted', async () => {
    const { objectId } = await operator()
    await ports.store.transaction((tx) => tx.applications.delete(objectId))
    await expect(replaceCredentials(ports, lost)).rejects.toThrow('was deleted')
    expect((await administrator()).password?.hash).toBe('old password')
  })
})
