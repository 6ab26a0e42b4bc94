/** Contract of `events`. */
import { describe, expect, it } from 'vitest'
import type { ActivityQuery, AuditEvent, StoredEvent } from '../../ports/store.js'
import type { CurrentStore } from './describe-store.js'
import { DEV, guid, TIME } from './records.js'

const anEvent = (n: number, overrides: Partial<AuditEvent> = {}): AuditEvent => ({
  time: TIME,
  kind: 'access.allowed',
  facts: { n },
  ...overrides,
})

export function describeEvents(store: CurrentStore): void {
  describe('events', () => {
    const append = (...events: AuditEvent[]) => store().transaction((tx) => tx.events.append(events))
    const numbers = async (query: Parameters<ReturnType<CurrentStore>['read']['events']['list']>[0]) =>
      (await store().read.events.list(query)).map((event) => event.facts.n)

    it('gives back the whole event with its number', async () => {
      const full = anEvent(1, { principalId: guid('a'), subject: DEV, correlationId: guid('b') })
      await append(full)
      expect(await store().read.events.list({ limit: 10 })).toEqual([{ ...full, sequence: expect.any(Number) }])
    })

    it('lists the newest first, by order of appending and not by time', async () => {
      await append(anEvent(1, { time: TIME + 5 }), anEvent(2), anEvent(3))
      await append(anEvent(4, { time: TIME - 5 }))
      expect(await numbers({ limit: 10 })).toEqual([4, 3, 2, 1])
    })

    it('pages by sequence number without gap or repetition', async () => {
      await append(...Array.from({ length: 7 }, (_, n) => anEvent(n)))
      const seen: unknown[] = []
      let before: number | undefined
      for (;;) {
        const page = await store().read.events.list({ limit: 3, ...(before === undefined ? {} : { before }) })
        if (page.length === 0) break
        await append(anEvent(100)) // what comes in between does not move the pages
        seen.push(page.map((event) => event.facts.n))
        before = page.at(-1)?.sequence
      }
      expect(seen).toEqual([[6, 5, 4], [3, 2, 1], [0]])
    })

    it('filters by kind and by principal in any case', async () => {
      await append(
        anEvent(1, { principalId: guid('a') }),
        anEvent(2, { principalId: guid('a'), kind: 'access.denied' }),
        anEvent(3, { principalId: guid('b'), kind: 'access.denied' }),
        anEvent(4),
      )
      expect(await numbers({ limit: 10, kind: 'access.denied' })).toEqual([3, 2])
      expect(await numbers({ limit: 10, principalId: guid('A').toUpperCase() })).toEqual([2, 1])
      expect(await numbers({ limit: 10, principalId: guid('a'), kind: 'access.denied' })).toEqual([2])
      expect(await numbers({ limit: 1, kind: 'access.denied' })).toEqual([3])
      expect(await numbers({ limit: 10, kind: 'access' })).toEqual([])
    })

    describe('of an activity log', () => {
      const [log, other] = ['/subscriptions/s', '/subscriptions/s2']
      const inLog = (n: number, time: number, activityLog = log): AuditEvent => anEvent(n, { time, activityLog })
      const activity = async (query: Partial<ActivityQuery> = {}) =>
        await store().read.events.listActivity({ activityLog: log, from: 0, until: 1000, limit: 10, ...query })
      const found = async (query: Partial<ActivityQuery> = {}) => (await activity(query)).map((event) => event.facts.n)

      it('are listed newest first, those of one moment last appended first', async () => {
        await append(inLog(1, 10), inLog(2, 30), inLog(3, 20), inLog(4, 20), inLog(5, 15, other), anEvent(6))
        expect(await found()).toEqual([2, 4, 3, 1])
        expect(await found({ activityLog: '/Subscriptions/S/' })).toEqual([2, 4, 3, 1])
        expect(await found({ activityLog: other })).toEqual([5])
        expect(await found({ activityLog: '/' })).toEqual([])
      })

      it('are those from one moment to another, both included', async () => {
        await append(inLog(1, 10), inLog(2, 20), inLog(3, 30), inLog(4, 40))
        expect(await found({ from: 20, until: 30 })).toEqual([3, 2])
        expect(await found({ from: 41 })).toEqual([])
      })

      it('page without gap or repetition, whatever comes in between', async () => {
        await append(...[5, 5, 5, 7, 3, 5].map((time, n) => inLog(n, time)))
        const seen: unknown[] = []
        let after: StoredEvent | undefined
        for (;;) {
          const page = await activity({ limit: 2, ...(after === undefined ? {} : { after }) })
          if (page.length === 0) break
          await append(inLog(100, 8))
          seen.push(page.map((event) => event.facts.n))
          after = page.at(-1)
        }
        expect(seen).toEqual([
          [3, 5],
          [2, 1],
          [0, 4],
        ])
      })
    })

    it('appends nothing, or more than one statement carries', async () => {
      await append()
      expect(await numbers({ limit: 10 })).toEqual([])
      await append(...Array.from({ length: 25_000 }, (_, n) => anEvent(n)))
      expect(await numbers({ limit: 2 })).toEqual([24_999, 24_998])
      expect((await numbers({ limit: 100_000 })).length).toBe(25_000)
    })
  })
}
