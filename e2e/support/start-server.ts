/** Starts a built server on a free port and waits for the line with which it says where it answers. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface Start {
  /** `lazulite.mjs` of the build that is tried. */
  readonly bin: string
  readonly data: string
  readonly args?: readonly string[]
  readonly environment?: NodeJS.ProcessEnv
  /** A descriptor that its log is written to; default: our standard error. */
  readonly log?: number
}

export interface StartedServer {
  readonly child: ChildProcess
  /** What the server says of itself once it answers: address, and how long it took to get there. */
  readonly ready: { readonly origin: string; readonly startupMs: number }
  /** Status or signal with which it ended. */
  readonly exit: Promise<number | NodeJS.Signals>
}

/** @throws Error when the server ends, or says something else first. */
export async function startServer({ bin, data, args = [], environment = {}, log }: Start): Promise<StartedServer> {
  const child = spawn(process.execPath, [bin, 'start', '--json', '--port', '0', '--data', data, ...args], {
    stdio: ['ignore', 'pipe', log ?? 'inherit'],
    env: { ...process.env, ...environment },
  })
  const { stdout } = child
  if (stdout === null) throw new Error('the server has no standard output') // it is a pipe, see above
  const exit = new Promise<number | NodeJS.Signals>((done) => {
    child.once('exit', (code, signal) => done(signal ?? code ?? 1))
  })
  const line = await Promise.race([
    new Promise<string>((done) => createInterface({ input: stdout }).once('line', done)),
    exit.then((status) => Promise.reject(new Error(`the server ended with ${status}`))),
  ])
  const ready = JSON.parse(line)
  if (ready.event === 'ready') return { child, ready, exit }
  child.kill('SIGTERM')
  throw new Error(`unexpected first line: ${line}`)
}
