/**
 * Listening sockets inside a machine, served by this process.
 *
 * A socket belongs to the network namespace it was made in, for ever. So a helper enters the machine, listens, passes the
 * listening handles over Node's IPC channel (`subprocess.send(message, handle)`), and leaves. Who connects to such a socket
 * is in that machine; no other machine, and nobody on the LAN, can reach it.
 */
import { spawn } from 'node:child_process'
import { Server } from 'node:net'
import { systemPath } from './executables.js'

export interface InsideAddress {
  readonly host: string
  readonly port: number
}

/** Runs by itself in a bare Node, from source and from the bundle alike: hence text, and CommonJS. */
const helper = `
const net = require('node:net')
process.once('disconnect', () => process.exit())
for (const [index, { host, port }] of JSON.parse(process.argv[1]).entries()) {
  const server = net.createServer()
  server.once('error', (error) => process.send({ failure: error.message }))
  server.listen({ host, port }, () => process.send({ index }, server, () => server.close()))
}
`

const helperMillis = 10_000
const stderrLimit = 2_000

/**
 * Opens the sockets inside the machine of `anchorPid`; resolves to listening servers in the order of `addresses`.
 * @throws Error when one of them cannot be opened; none stays open then.
 */
export async function listenInside(anchorPid: number, addresses: readonly InsideAddress[]): Promise<Server[]> {
  const child = spawn(
    'nsenter',
    [
      ...['-t', String(anchorPid), '-U', '-n', '-m', '--preserve-credentials', '--'],
      ...[process.execPath, '--input-type=commonjs', '-e', helper, JSON.stringify(addresses)],
    ],
    { cwd: '/', env: bareEnvironment(), stdio: ['ignore', 'ignore', 'pipe', 'ipc'] },
  )
  const servers = new Map<number, Server>()
  let complaint = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(0, stderrLimit)
  })
  const left = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const timer = setTimeout(() => child.kill('SIGKILL'), helperMillis)
  try {
    await new Promise<void>((done, failed) => {
      child.on('message', (message: { index: number } | { failure: string }, handle) => {
        if ('failure' in message) failed(new Error(message.failure))
        else if (handle instanceof Server) servers.set(message.index, handle)
        if (servers.size === addresses.length) done()
      })
      child.once('error', failed)
      child.once('close', (code, signal) =>
        failed(new Error(complaint.trim() || `helper ended with ${signal ?? code}`)),
      )
    })
    return addresses.flatMap((_, index) => servers.get(index) ?? [])
  } catch (error) {
    for (const server of servers.values()) server.close()
    throw new Error(`no socket could be opened inside the machine: ${(error as Error).message}`, { cause: error }) // only Errors get here
  } finally {
    if (child.connected) child.disconnect()
    await left
    clearTimeout(timer)
  }
}

/** Ours, without what would make the helper load, inspect or print something (NODE_OPTIONS, NODE_DEBUG, NODE_V8_COVERAGE …). */
function bareEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('NODE_'))
  return { ...Object.fromEntries(kept), PATH: systemPath() }
}
