/**
 * Changes that others make, as they happen: `GET /_lazulite/events` as server-sent events.
 *
 * Read with `fetch`, because `EventSource` cannot send a bearer token. A stream that breaks is opened again.
 */

/** An audit event; the members that the portal reads. */
export interface CloudEvent {
  readonly sequence?: number
  readonly kind: string
  readonly principalId?: string
  readonly facts?: Readonly<Record<string, unknown>>
}

/** Milliseconds before a broken stream is opened again: first, and at most. */
const firstPause = 500
const longestPause = 10_000

export interface EventStream {
  /** @throws Error when the stream cannot be opened */
  readonly open: (signal: AbortSignal) => Promise<Response>
  readonly onEvent: (event: CloudEvent) => void
  /** After a break: events may have been missed. */
  readonly onReopen: () => void
  readonly signal: AbortSignal
}

/** Listens until the signal is aborted. */
export async function followEvents({ open, onEvent, onReopen, signal }: EventStream): Promise<void> {
  let pause = firstPause
  for (let opened = 0; !signal.aborted; ) {
    try {
      const { body } = await open(signal)
      if (opened++ > 0) onReopen()
      pause = firstPause
      if (body !== null) await readEvents(body, onEvent)
    } catch {
      // the pages show what is wrong: their own requests fail too
    }
    if (signal.aborted) return
    await new Promise((done) => setTimeout(done, pause))
    pause = Math.min(pause * 2, longestPause)
  }
}

async function readEvents(body: ReadableStream<Uint8Array>, onEvent: (event: CloudEvent) => void): Promise<void> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const events = `${rest}${decoder.decode(value, { stream: true })}`.split('\n\n')
    rest = events.pop() ?? ''
    for (const event of events) {
      const data = /^data: ?(.*)$/m.exec(event)?.[1]
      if (data !== undefined) onEvent(JSON.parse(data) as CloudEvent) // written by the operations API
    }
  }
}
