/** Terminals over real websockets on loopback, with shells that repeat what they are told. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PassThrough } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { Caller } from '../../domain/token/caller.js'
import { type TerminalAdmission, TerminalSessions } from '../../operations/terminals/terminal-sessions.js'
import { TerminalTickets, ticketLifetime } from '../../operations/terminals/terminal-tickets.js'
import type { ProgramEnd, RunningProgram, TerminalSize } from '../../ports/machine-programs.js'
import type { AuditEvent } from '../../ports/store.js'
import { fakeClock } from '../../testing/fake-clock.js'
import { sequentialIds } from '../../testing/sequential-ids.js'
import { silentLog } from '../../testing/silent-log.js'
import { createTerminalsEndpoint, type TerminalsDependencies } from './terminals-endpoint.js'
import { socketPath } from './upgrade-rules.js'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** Repeats its input; ends when it is hung up or its input ends. */
function echo() {
  const sizes: TerminalSize[] = []
  const end = Promise.withResolvers<ProgramEnd>()
  const stream = new PassThrough()
  const finish = (how: ProgramEnd): void => {
    stream.end()
    end.resolve(how)
  }
  const program: RunningProgram = {
    input: stream,
    output: stream,
    resize: (size) => void sizes.push(size),
    signal: (signal) => finish({ signal }),
    ended: end.promise,
  }
  return { program, sizes, finish }
}

const caller: Caller = { principalId: 'me', tenantId: 't', kind: 'user', clientName: 'me@x' }

async function open() {
  const clock = fakeClock()
  const ids = sequentialIds()
  const events: AuditEvent[] = []
  const tickets = new TerminalTickets<TerminalAdmission>({ clock, ids })
  const sessions = new TerminalSessions({
    ...{ clock, ids, log: silentLog, audit: (event) => void events.push(event) },
    async hangUp(program) {
      program.signal('SIGHUP')
      await program.ended
    },
  })
  const endpoint = createTerminalsEndpoint({
    ...{ tickets, sessions, log: silentLog, ownHosts: () => ['localhost:4430'] },
    authenticate: async (authorization) => ({ ...caller, principalId: String(authorization).slice('Bearer '.length) }),
    // not asked here
    cloudShells: undefined as unknown as TerminalsDependencies['cloudShells'],
  })
  const server = createServer()
  server.on('upgrade', (request, socket, head) => endpoint.upgrade(request, socket, head))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  cleanups.push(
    () => server.close(),
    () => server.closeAllConnections(),
    () => endpoint.close(),
  )
  const shell = echo()
  let refusal: string | undefined
  const admission: TerminalAdmission = {
    ...{ principalId: 'me', kind: 'virtualMachine', subject: '/vm', size: { columns: 80, rows: 24 } },
    idleTimeout: 1200,
    open: async () => ({ program: shell.program, greeting: 'hello\r\n' }),
    refusal: async () => refusal,
  }
  const { port } = server.address() as AddressInfo // it listens on a TCP port
  return {
    ...{ clock, events, sessions, endpoint, shell },
    issue: () => tickets.issue(admission),
    withdraw(reason: string) {
      refusal = reason
    },
    connect(ticket: string, { protocol, headers = {}, query = '' }: ConnectOptions = {}) {
      const url = `ws://127.0.0.1:${port}${socketPath(ticket)}${query}`
      const socket = new WebSocket(url, protocol === undefined ? [] : [protocol], { headers })
      cleanups.push(() => socket.terminate())
      return socket
    },
  }
}

interface ConnectOptions {
  readonly protocol?: string
  readonly headers?: Record<string, string>
  readonly query?: string
}

/** The status of a refusal, or `open`. */
const outcome = (socket: WebSocket): Promise<number | 'open' | undefined> =>
  new Promise((done) => {
    socket.on('open', () => done('open'))
    socket.on('unexpected-response', (_request, response) => {
      response.resume()
      done(response.statusCode)
    })
    socket.on('error', () => {})
  })

/** What is received until `text` has come. */
const until = (socket: WebSocket, text: string): Promise<{ text: string; kinds: Set<string> }> =>
  new Promise((done) => {
    let all = ''
    const kinds = new Set<string>()
    socket.on('message', (data, isBinary) => {
      all += String(data)
      kinds.add(isBinary ? 'binary' : 'text')
      if (all.includes(text)) done({ text: all, kinds })
    })
  })

const closed = async (socket: WebSocket) => {
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer] // as the library says it
  return { code, reason: reason.toString() }
}

describe('who is let in', () => {
  it.each<[string, ConnectOptions, number | 'open']>([
    ['a ticket alone', {}, 'open'],
    ["our own page's", { headers: { Origin: 'https://localhost:4430' } }, 'open'],
    ["a stranger's page's", { headers: { Origin: 'https://evil.example' } }, 403],
    ["with the same principal's token", { query: '?authorization=me' }, 'open'],
    ["with somebody else's token", { query: '?authorization=you' }, 403],
    ["with somebody else's token as a header", { headers: { Authorization: 'Bearer you' } }, 403],
  ])('%s: %s', async (_what, options, expected) => {
    const { connect, issue } = await open()
    expect(await outcome(connect(issue(), options))).toBe(expected)
  })
  it('refuses a ticket that was used, is too old or was never issued', async () => {
    const { connect, issue, clock } = await open()
    const used = issue()
    expect(await outcome(connect(used))).toBe('open')
    expect(await outcome(connect(used))).toBe(401)
    const old = issue()
    clock.advance(ticketLifetime)
    expect(await outcome(connect(old))).toBe(401)
    expect(await outcome(connect('never'))).toBe(401)
  })
  it("voids a ticket that came with somebody else's token", async () => {
    const { connect, issue } = await open()
    const ticket = issue()
    await outcome(connect(ticket, { query: '?authorization=you' }))
    expect(await outcome(connect(ticket))).toBe(401)
  })
})

describe('a terminal', () => {
  it('takes bytes and control messages with the protocol of ours', async () => {
    const { connect, issue, shell } = await open()
    const socket = connect(issue(), { protocol: 'lazulite.terminal.v1' })
    const heard = until(socket, 'echo')
    await outcome(socket)
    socket.send('{"resize":{"columns":100,"rows":30}}')
    socket.send('not understood')
    socket.send(Buffer.from('echo'))
    expect(await heard).toEqual({ text: 'hello\r\necho', kinds: new Set(['binary']) })
    expect(shell.sizes.at(-1)).toEqual({ columns: 100, rows: 30 })
  })
  it('takes text as what is typed without it, and cuts no character', async () => {
    const { connect, issue, shell } = await open()
    const socket = connect(issue())
    const heard = until(socket, '€')
    await outcome(socket)
    shell.program.input.write(Buffer.from('€').subarray(0, 1))
    await new Promise((done) => setImmediate(done))
    shell.program.input.write(Buffer.from('€').subarray(1))
    expect(await heard).toEqual({ text: 'hello\r\n€', kinds: new Set(['text']) })
  })
  it('refuses a message that is too large', async () => {
    const { connect, issue } = await open()
    const socket = connect(issue())
    await outcome(socket)
    const end = closed(socket)
    socket.send(Buffer.alloc(256 * 1024 + 1))
    expect((await end).code).toBe(1009)
  })
  it('says how its shell has ended', async () => {
    const { connect, issue, shell } = await open()
    const socket = connect(issue())
    await until(socket, 'hello')
    const end = closed(socket)
    shell.finish({ status: 3 })
    expect(await end).toEqual({ code: 1000, reason: 'The shell has ended (exit status 3).' })
  })
  it('ends its shell when the client leaves, and is in the audit log', async () => {
    const { connect, issue, shell, events, sessions } = await open()
    const socket = connect(issue())
    await until(socket, 'hello')
    socket.close()
    expect(await shell.program.ended).toEqual({ signal: 'SIGHUP' })
    await expect.poll(() => sessions.count).toBe(0)
    const facts = { terminal: 'virtualMachine', session: expect.any(String), client: expect.any(String) }
    expect(events).toMatchObject([
      { kind: 'terminal.opened', principalId: 'me', subject: '/vm', facts },
      { kind: 'terminal.closed', principalId: 'me', subject: '/vm', facts: { ...facts, signal: 'SIGHUP' } },
    ])
  })
  it.each([
    ['when access is withdrawn', 60, 'You may not any more.', 'You may not any more.'],
    ['when nobody types', 1200, undefined, 'Nobody has typed for 20 minutes.'],
  ])('ends %s', async (_when, seconds, withdrawn, reason) => {
    const { connect, issue, clock, withdraw } = await open()
    const socket = connect(issue())
    await until(socket, 'hello')
    const end = closed(socket)
    if (withdrawn !== undefined) withdraw(withdrawn)
    for (let passed = 0; passed < seconds; passed += 60) {
      clock.advance(60)
      await new Promise((done) => setImmediate(done))
    }
    expect(await end).toEqual({ code: 1008, reason })
  })
  it('ends in order with the server', async () => {
    const { connect, issue, endpoint, shell } = await open()
    const socket = connect(issue())
    await until(socket, 'hello')
    const end = closed(socket)
    await endpoint.close()
    expect(await end).toEqual({ code: 1001, reason: 'The server is ending.' })
    expect(await shell.program.ended).toEqual({ signal: 'SIGHUP' })
  })
  it('says why it could not begin', async () => {
    const { connect, issue, withdraw } = await open()
    const ticket = issue()
    withdraw("The virtual machine 'web-1' is not running.")
    expect(await closed(connect(ticket))).toEqual({
      code: 1008,
      reason: "The virtual machine 'web-1' is not running.",
    })
  })
})
