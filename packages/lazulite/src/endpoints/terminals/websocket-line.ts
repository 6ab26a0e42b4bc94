/**
 * A websocket as a terminal's line, RFC 6455.
 *
 * With the subprotocol `lazulite.terminal.v1` binary messages are what is typed and shown, text messages are control. Without
 * it all messages are data, and what is shown goes out as text: clients of Azure's serial console and Cloud Shell read text
 * (the sources of Azure CLI's serial-console extension and of Windows Terminal). One message is under way in each
 * direction, so that neither side can make the server keep more than it reads.
 */
import { StringDecoder } from 'node:string_decoder'
import type { WebSocket } from 'ws'
import type { TerminalLine, TerminalListener } from '../../operations/terminals/terminal-sessions.js'
import { controlProtocol, readControl } from './upgrade-rules.js'

/** Bytes of one message that a client may send: a paste. */
export const largestMessage = 256 * 1024

const closeCodes = { ended: 1000, withdrawn: 1008, failed: 1011, goingAway: 1001 } as const
/** RFC 6455 section 5.5: a control frame has 125 bytes, two of them the code. */
const longestReason = 123
/** How often the other side is asked whether it is still there, milliseconds. */
const pingMillis = 30_000
/** How long it may take to answer a close, milliseconds. */
const closeMillis = 1_000

export function websocketLine(socket: WebSocket, client: string): TerminalLine {
  const hasControl = socket.protocol === controlProtocol
  const decoder = new StringDecoder('utf8')
  let listener: TerminalListener | undefined
  let isAlive = true
  const ping = setInterval(() => {
    if (!isAlive) return socket.terminate()
    isAlive = false
    socket.ping()
  }, pingMillis).unref()
  socket.on('pong', () => {
    isAlive = true
  })
  socket.on('message', (data, isBinary) => {
    if (!Buffer.isBuffer(data) || listener === undefined) return // `nodebuffer` is the library's default
    if (hasControl && !isBinary) {
      const size = readControl(data.toString('utf8'))
      if (size !== undefined) listener.resize(size)
      return
    }
    socket.pause()
    const resume = (): void => {
      if (socket.readyState === socket.OPEN) socket.resume()
    }
    listener.data(data).then(resume, resume)
  })
  socket.on('error', () => {}) // a malformed or too large message: the library closes with the right code
  socket.on('close', () => {
    clearInterval(ping)
    listener?.gone()
  })
  return {
    client,
    send: (part) =>
      new Promise((done) => {
        if (socket.readyState !== socket.OPEN) return done()
        if (hasControl) socket.send(part, { binary: true }, () => done())
        else socket.send(decoder.write(part), () => done())
      }),
    listen(given) {
      listener = given
      if (socket.readyState !== socket.OPEN) given.gone()
    },
    close(how, reason) {
      if (socket.readyState !== socket.OPEN) return
      socket.resume() // or the client's own close would not be read
      socket.close(
        closeCodes[how],
        Buffer.from(reason)
          .subarray(0, longestReason)
          .toString()
          .replace(/\uFFFD$/, ''),
      )
      setTimeout(() => socket.terminate(), closeMillis).unref()
    },
  }
}
