import { expect, it, vi } from 'vitest'
import { type CloudEvent, followEvents } from './event-stream.js'

const encoder = new TextEncoder()

/** An answer whose body comes in these pieces and then ends. */
const answer = (...pieces: readonly string[]) =>
  new Response(
    new ReadableStream({
      start(controller) {
        for (const piece of pieces) controller.enqueue(encoder.encode(piece))
        controller.close()
      },
    }),
  )

/** Follows streams, one after another, until there is none left. @returns what was told */
async function follow(streams: readonly (Response | Error)[]) {
  vi.useFakeTimers()
  const end = new AbortController()
  const waiting = [...streams]
  const events: CloudEvent[] = []
  const pauses: number[] = []
  let reopened = 0
  let last = Date.now()
  const followed = followEvents({
    open: async () => {
      pauses.push(Date.now() - last)
      last = Date.now()
      const next = waiting.shift()
      if (waiting.length === 0) end.abort()
      if (next === undefined || next instanceof Error) throw next ?? new Error('no more')
      return next
    },
    onEvent: (event) => events.push(event),
    onReopen: () => reopened++,
    signal: end.signal,
  })
  await vi.runAllTimersAsync()
  await followed
  vi.useRealTimers()
  return { events, reopened, pauses }
}

it('reads events however they are cut', async () => {
  const { events } = await follow([
    answer('data: {"kind":"a"}\n\nid: 7\nda', 'ta: {"kind":"b","facts":{"name":"Zo', 'ë"}}\n', '\n: still here\n\n'),
  ])
  expect(events).toEqual([{ kind: 'a' }, { kind: 'b', facts: { name: 'Zoë' } }])
})

it('reads a letter whose bytes come apart', async () => {
  const bytes = encoder.encode('data: {"kind":"ë"}\n\n')
  const at = bytes.indexOf(0xc3) + 1
  const stream = new ReadableStream({
    start(controller) {
      controller.enqueue(bytes.slice(0, at))
      controller.enqueue(bytes.slice(at))
      controller.close()
    },
  })
  expect((await follow([new Response(stream)])).events).toEqual([{ kind: 'ë' }])
})

it('opens a broken stream again, and says that something may have been missed', async () => {
  const { events, reopened } = await follow([answer('data: {"kind":"a"}\n\n'), answer('data: {"kind":"b"}\n\n')])
  expect({ events, reopened }).toEqual({ events: [{ kind: 'a' }, { kind: 'b' }], reopened: 1 })
})

it('waits longer each time that nobody answers, but not for ever', async () => {
  const { pauses } = await follow(Array.from({ length: 8 }, () => new Error('refused')))
  expect(pauses).toEqual([0, 500, 1000, 2000, 4000, 8000, 10_000, 10_000])
})
