import { describe, expect, it } from 'vitest'
import { describeClose, openTerminalSocket } from './terminal-socket.js'

/** A socket that remembers what is sent. */
function fakeSocket() {
  const sent: (string | Uint8Array)[] = []
  const socket = {
    readyState: 0,
    sent,
    send: (data: string | Uint8Array) => void sent.push(data),
    close() {
      socket.readyState = 3
    },
    onopen: () => {},
    onclose: (_event: { code: number; reason: string }) => {},
  }
  return socket
}

async function open() {
  const socket = fakeSocket()
  const told: string[] = []
  const terminal = openTerminalSocket({
    connect: async () => 'wss://x',
    size: () => ({ columns: 100, rows: 30 }),
    onOpen: () => void told.push('open'),
    onData: () => {},
    onClose: ({ message }) => void told.push(message),
    // the members that are used
    makeSocket: () => socket as unknown as WebSocket,
  })
  await Promise.resolve()
  return { socket, told, terminal }
}

describe('openTerminalSocket', () => {
  it('says its size first, then what is typed as bytes', async () => {
    const { socket, told, terminal } = await open()
    terminal.send('too early')
    socket.readyState = 1
    socket.onopen()
    terminal.send('é')
    expect(socket.sent).toEqual(['{"resize":{"columns":100,"rows":30}}', new TextEncoder().encode('é')])
    expect(told).toEqual(['open'])
  })
  it('cuts a large paste into messages that the service takes', async () => {
    const { socket, terminal } = await open()
    socket.readyState = 1
    terminal.send('x'.repeat(150_000))
    expect(socket.sent.map(({ length }) => length)).toEqual([65_536, 65_536, 18_928])
  })
  it('tells of an end once, and not of one that the page made', async () => {
    const first = await open()
    first.socket.onclose({ code: 1000, reason: 'over' })
    first.socket.onclose({ code: 1000, reason: 'again' })
    expect(first.told).toEqual(['over'])
    const second = await open()
    second.terminal.close()
    second.socket.onclose({ code: 1000, reason: 'over' })
    expect(second.told).toEqual([])
  })
})

describe('describeClose', () => {
  it.each([
    [{ code: 1008, reason: 'Access was withdrawn.', wasOpen: true }, 'Access was withdrawn.'],
    [{ code: 1006, reason: '', wasOpen: true }, 'The connection was lost.'],
    [
      { code: 1006, reason: '', wasOpen: false },
      'The connection could not be opened. Is `lazulite start` still running?',
    ],
    [{ code: 1001, reason: '', wasOpen: true }, 'The server is ending.'],
  ])('%j: %s', (close, expected) => expect(describeClose(close)).toBe(expected))
})
