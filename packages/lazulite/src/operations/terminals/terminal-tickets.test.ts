import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../testing/fake-clock.js'
import { sequentialIds } from '../../testing/sequential-ids.js'
import { TerminalTickets, ticketLifetime } from './terminal-tickets.js'

function book() {
  const clock = fakeClock()
  return { clock, tickets: new TerminalTickets<string>({ clock, ids: sequentialIds() }) }
}

describe('a ticket', () => {
  it.each([
    ['at once', 0, 'a machine'],
    ['a second before its end', ticketLifetime - 1, 'a machine'],
    ['at its end', ticketLifetime, undefined],
    ['long after', 3600, undefined],
  ])('used %s is good for %s: %s', (_when, seconds, expected) => {
    const { clock, tickets } = book()
    const ticket = tickets.issue('a machine')
    clock.advance(seconds)
    expect(tickets.take(ticket)).toBe(expected)
  })
  it('is good once', () => {
    const { tickets } = book()
    const ticket = tickets.issue('a machine')
    expect([tickets.take(ticket), tickets.take(ticket)]).toEqual(['a machine', undefined])
  })
  it.each([
    ['another', 'somebody-elses'],
    ['none', ''],
    ['a word of the language', '__proto__'],
  ])('that is %s is good for nothing', (_what, ticket) => {
    const { tickets } = book()
    tickets.issue('a machine')
    expect(tickets.take(ticket)).toBeUndefined()
  })
  it('makes room when too many wait, the oldest first', () => {
    const { tickets } = book()
    const issued = Array.from({ length: 1001 }, (_, index) => tickets.issue(`${index}`))
    expect(tickets.take(issued[0] ?? '')).toBeUndefined()
    expect(tickets.take(issued[1] ?? '')).toBe('1')
    expect(tickets.take(issued[1000] ?? '')).toBe('1000')
  })
})
