/** What the operator's log tells of requests. */
import { describe, expect, it } from 'vitest'
import { rememberingLog } from '../../testing/silent-log.js'
import { type Asked, ask, openDoor, sayName } from './front-door-fixture.js'

async function logOf(asked: Asked) {
  const log = rememberingLog()
  const door = await openDoor({ arm: sayName('arm'), sts: sayName('sts') }, { log })
  await ask(door, asked)
  await door.close()
  return log.entries
}

describe('an answered request', () => {
  it('is one line at level debug, with the command that its client names', async () => {
    const headers = { 'User-Agent': 'AZURECLI/2.91.0', CommandName: 'group list' }
    expect(await logOf({ path: '/subscriptions?api-version=2022-12-01', headers })).toEqual([
      {
        level: 'debug',
        message: 'request answered',
        facts: {
          ...{ endpoint: 'arm', method: 'GET', host: 'localhost', path: '/subscriptions' },
          ...{ query: 'api-version=2022-12-01', status: 200, millis: expect.any(Number) },
          ...{ command: 'group list', client: 'AZURECLI/2.91.0' },
        },
      },
    ])
  })

  it('keeps the query of a sign-in for itself', async () => {
    const [line] = await logOf({ path: '/common/oauth2/v2.0/authorize?login_hint=somebody' })
    expect(line?.facts).toEqual({
      ...{ endpoint: 'sts', method: 'GET', host: 'localhost', path: '/common/oauth2/v2.0/authorize' },
      ...{ status: 200, millis: expect.any(Number) },
    })
  })

  it('is a warning too when nobody is there for it', async () => {
    const [warning, line] = await logOf({ path: '/v1.0/me?$select=id' })
    expect(warning).toEqual({
      ...{ level: 'warn', message: 'not implemented' },
      facts: { method: 'GET', path: '/v1.0/me' },
    })
    expect(line?.facts).toMatchObject({ endpoint: 'none', path: '/v1.0/me', status: 501 })
  })
})
