/** The built product as a user runs it: a server process of its own data folder, and commands against it. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

export const bin = resolve(import.meta.dirname, '../../bin/lazulite.mjs')
export const subscriptionId = '20000000-0000-4000-8000-000000000001'

export const isBuilt = existsSync(resolve(import.meta.dirname, '../../dist/lazulite.js'))

export interface Outcome {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** How to run things: under which node, which program, and as whom. */
export interface Launcher {
  readonly node: string
  readonly bin: string
  /** Put in front of the command, `['setpriv', …]`. */
  readonly prefix: readonly string[]
  readonly environment: NodeJS.ProcessEnv
}

export const defaultLauncher: Launcher = { node: process.execPath, bin, prefix: [], environment: process.env }

export function execute(
  file: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Outcome> {
  return new Promise((done) => {
    execFile(file, [...args], { env: environment, maxBuffer: 32 * 1024 * 1024 }, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
      done({ status, stdout, stderr })
    })
  })
}

export class LazuliteProcess {
  readonly data: string
  readonly child: ChildProcess
  readonly ready: { readonly origin: string; readonly pid: number; readonly startupMs: number }
  readonly exit: Promise<number | NodeJS.Signals>
  readonly #launcher: Launcher

  private constructor(parts: Pick<LazuliteProcess, 'data' | 'child' | 'ready' | 'exit'>, launcher: Launcher) {
    this.data = parts.data
    this.child = parts.child
    this.ready = parts.ready
    this.exit = parts.exit
    this.#launcher = launcher
  }

  static newData(): string {
    return mkdtempSync(join(tmpdir(), 'lazulite-system-'))
  }

  static async start(
    data: string,
    args: readonly string[] = [],
    launcher: Launcher = defaultLauncher,
  ): Promise<LazuliteProcess> {
    const [file = '', ...rest] = [
      ...launcher.prefix,
      launcher.node,
      launcher.bin,
      'start',
      '--json',
      '--port',
      '0',
      '--data',
      data,
      ...args,
    ]
    const child = spawn(file, rest, { stdio: ['ignore', 'pipe', 'pipe'], env: launcher.environment })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    const exit = new Promise<number | NodeJS.Signals>((done) => {
      child.once('exit', (code, signal) => done(signal ?? code ?? 1))
    })
    const line = await Promise.race([
      new Promise<string>((done) => createInterface({ input: child.stdout }).once('line', done)),
      exit.then((status) => Promise.reject(new Error(`the server ended with ${status}: ${said}`))),
    ])
    return new LazuliteProcess({ data, child, exit, ready: JSON.parse(line) }, launcher)
  }

  /** Runs a command against this server. */
  run(...args: string[]): Promise<Outcome> {
    const { node, bin: program, prefix, environment } = this.#launcher
    const [file = '', ...rest] = [...prefix, node, program, ...args]
    return execute(file, rest, { ...environment, LAZULITE_DATA: this.data, NO_COLOR: '1' })
  }

  /** Runs a command that must succeed; resolves to what it printed. */
  async must(...args: string[]): Promise<string> {
    const { status, stdout, stderr } = await this.run(...args)
    if (status !== 0) throw new Error(`lazulite ${args.join(' ')} ended with ${status}: ${stderr}${stdout}`)
    return stdout
  }

  /** Runs a program inside a machine. */
  inside(group: string, machine: string, ...command: string[]): Promise<Outcome> {
    return this.run('exec', '-g', group, '-n', machine, '--', ...command)
  }

  /** ARM as the operator, over the real listener with the real certificate. */
  async arm(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    const credentials = JSON.parse(await this.must('credentials', '--json'))
    const { caCertificate } = JSON.parse(await this.must('status', '--json'))
    const { tenantId, operator } = credentials
    const form = `grant_type=client_credentials&client_id=${operator.clientId}&client_secret=${encodeURIComponent(operator.clientSecret)}&scope=https://management.azure.com/.default`
    const curl = ['-sS', '--cacert', caCertificate]
    const token = JSON.parse(
      (await execute('curl', [...curl, '--data', form, `${this.ready.origin}/${tenantId}/oauth2/v2.0/token`])).stdout,
    )
    const answer = await execute('curl', [
      ...curl,
      ...['-X', method, '-w', '\n%{http_code}', '-H', `Authorization: Bearer ${token.access_token}`],
      ...(body === undefined ? [] : ['-H', 'Content-Type: application/json', '--data', JSON.stringify(body)]),
      `${this.ready.origin}${path}`,
    ])
    const lines = answer.stdout.split('\n')
    const text = lines.slice(0, -1).join('\n')
    return { status: Number(lines.at(-1)), body: text === '' ? undefined : JSON.parse(text) }
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    this.child.kill('SIGTERM')
    await this.exit
  }

  async destroy(): Promise<void> {
    await this.stop()
    rmSync(this.data, { recursive: true, force: true })
  }
}
