import { describe, expect, it } from 'vitest'
import type { AuditEvent, Store } from '../ports/store.js'
import { fakeClock } from '../testing/fake-clock.js'
import { rememberingLog, silentLog } from '../testing/silent-log.js'
import { createAuditLog } from './audit-log.js'

const event = (kind: string): AuditEvent => ({ time: 0, kind, facts: {} })

/** Only what the audit log uses of a store. */
function storeOf(append: (events: readonly AuditEvent[]) => Promise<void>): Store {
  const transaction = async (work: (tx: never) => Promise<unknown>) => work({ events: { append } } as never)
  return { transaction } as unknown as Store // the audit log touches nothing else
}

describe('the audit log', () => {
  it('stores events together, in order, once the batch delay has passed', async () => {
    const batches: string[][] = []
    const clock = fakeClock()
    const audit = createAuditLog({
      store: storeOf(async (e) => void batches.push(e.map((x) => x.kind))),
      clock,
      log: silentLog,
    })
    audit.append(event('a'))
    audit.append(event('b'))
    expect(batches).toEqual([])
    clock.advance(1)
    await audit.flush()
    expect(batches).toEqual([['a', 'b']])
  })

  it('stores what is in hand when it is closed', async () => {
    const kinds: string[] = []
    const audit = createAuditLog({
      store: storeOf(async (e) => void kinds.push(...e.map((x) => x.kind))),
      clock: fakeClock(),
      log: silentLog,
    })
    audit.append(event('last'))
    await audit.close()
    expect(kinds).toEqual(['last'])
  })

  it('tells listeners at once, until they stop listening', () => {
    const heard: string[] = []
    const audit = createAuditLog({ store: storeOf(async () => {}), clock: fakeClock(), log: silentLog })
    const stop = audit.listen(({ kind }) => heard.push(kind))
    audit.append(event('a'))
    stop()
    audit.append(event('b'))
    expect(heard).toEqual(['a'])
  })

  it('says in the log how many events a failing store lost, and goes on', async () => {
    const log = rememberingLog()
    let fails = true
    const stored: string[] = []
    const store = storeOf(async (e) => {
      if (fails) throw new Error('disk full')
      stored.push(...e.map((x) => x.kind))
    })
    const audit = createAuditLog({ store, clock: fakeClock(), log })
    audit.append(event('a'))
    await audit.flush()
    fails = false
    audit.append(event('b'))
    await audit.flush()
    expect(stored).toEqual(['b'])
    expect(log.entries.map(({ level, message }) => [level, message])).toEqual([['error', 'audit events not stored']])
  })
})
