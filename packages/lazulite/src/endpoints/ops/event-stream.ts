/**
 * `GET /_lazulite/events` as server-sent events (WHATWG HTML, section 9.2): one `data:` line of JSON each, in the order in
 * which they happen, until the client leaves, its token ends or the server does.
 *
 * Comments say that the stream is open, at its start and then again and again: proxies give up what stays silent.
 */
import type { FastifyReply } from 'fastify'
import type { Seconds } from '../../domain/time.js'
import type { Caller } from '../../domain/token/caller.js'
import { type EventFilter, isStillValid } from '../../operations/access/visible-events.js'
import type { AuditLog } from '../../operations/audit-log.js'
import type { Clock } from '../../ports/clock.js'
import type { Log } from '../../ports/log.js'
import type { AuditEvent } from '../../ports/store.js'

/** Shorter than the silence after which proxies usually close a connection, a minute. */
export const keepAliveInterval: Seconds = 15

/** How long a client has to take what was written before the end. */
const grace: Seconds = 5

/** What may wait for a client that does not read: more, and the stream ends; its client comes again and asks anew. */
const mostWaitingEvents = 10_000
const mostWaitingBytes = 4 * 1024 * 1024

export interface EventStream {
  readonly audit: AuditLog
  readonly clock: Clock
  readonly log: Log
  /** Aborted when the server ends. */
  readonly end: AbortSignal
  readonly caller: Pick<Caller, 'expiresOn'>
  readonly show: EventFilter
}

export function streamEvents(reply: FastifyReply, { audit, clock, log, end, caller, show }: EventStream): FastifyReply {
  reply.hijack()
  const { raw } = reply
  let waiting: AuditEvent[] = []
  let isWriting = false
  let isOver = false
  const owned: (() => void)[] = []

  const close = (): void => {
    if (isOver) return
    isOver = true
    waiting = []
    for (const stop of owned) stop()
    raw.end()
    // who does not take the rest in time is not waited for
    const cancel = clock.after(grace, () => raw.destroy())
    raw.on('close', cancel)
    if (raw.destroyed) cancel()
  }
  const writeWaiting = async (): Promise<void> => {
    if (isWriting) return
    isWriting = true
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      const shown = await show(batch)
      if (isOver) return
      if (!isStillValid(caller, clock.now()) || raw.writableLength > mostWaitingBytes) return close()
      for (const event of shown) raw.write(`data: ${JSON.stringify(event)}\n\n`)
    }
    isWriting = false
  }

  raw.on('error', close)
  raw.on('close', close)
  raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  raw.write(': ready\n\n')
  owned.push(
    audit.listen((event) => {
      waiting.push(event)
      if (waiting.length > mostWaitingEvents) return close()
      writeWaiting().catch((cause: unknown) => {
        log.error({ err: cause }, 'event stream ended')
        close()
      })
    }),
  )
  owned.push(
    every(clock, keepAliveInterval, () => {
      if (raw.writableLength > mostWaitingBytes) close()
      else raw.write(': keep-alive\n\n')
    }),
  )
  if (caller.expiresOn !== undefined) owned.push(clock.after(Math.max(0, caller.expiresOn - clock.now()), close))
  end.addEventListener('abort', close, { once: true })
  owned.push(() => end.removeEventListener('abort', close))
  if (end.aborted) close()
  return reply
}

/** @returns how to stop it */
function every(clock: Clock, interval: Seconds, run: () => void): () => void {
  let cancel = (): void => {}
  const arm = (): void => {
    cancel = clock.after(interval, () => {
      arm()
      run()
    })
  }
  arm()
  return () => cancel()
}
