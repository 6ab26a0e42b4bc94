/**
 * A program's two outputs on one channel, at the pace of the client.
 *
 * The library keeps a chunk for which the window had no room, sends it when there is room, and does not forget it: when
 * the other output is the next to wait, the old chunk goes out once more (observed with ssh2 1.17.0). So one chunk is under
 * way at a time, and what the library kept is forgotten after each.
 */
import type { Readable, Writable } from 'node:stream'
import type { ServerChannel } from 'ssh2'

export class ChannelOutput {
  readonly #channel: ServerChannel
  readonly #closed: Promise<void>
  #isClosed = false
  #last: Promise<void> = Promise.resolve()

  constructor(channel: ServerChannel) {
    this.#channel = channel
    this.#closed = new Promise((done) => {
      channel.once('close', () => {
        this.#isClosed = true
        done()
      })
    })
  }

  /** Sends everything that comes from `source`; resolves at its end, or when the channel is closed. Never rejects. */
  async forward(source: Readable, kind: 'output' | 'errors'): Promise<void> {
    try {
      for await (const chunk of source) {
        if (this.#isClosed) break
        await this.send(chunk, kind)
      }
    } catch {
      // A stream that was destroyed, or a terminal that has gone: there is nothing more to send.
    }
  }

  send(chunk: Buffer | string, kind: 'output' | 'errors'): Promise<void> {
    const sent = this.#last.then(() => this.#write(chunk, kind))
    this.#last = sent
    return sent
  }

  async #write(chunk: Buffer | string, kind: 'output' | 'errors'): Promise<void> {
    if (this.#isClosed) return
    const stream: Writable = kind === 'output' ? this.#channel : this.#channel.stderr
    if (!stream.writable) return
    await Promise.race([this.#closed, new Promise<void>((done) => stream.write(chunk, () => done()))])
    Object.assign(this.#channel, forgotten)
  }
}

const forgotten = { _chunk: undefined, _chunkcb: undefined, _chunkErr: undefined, _chunkcbErr: undefined }
