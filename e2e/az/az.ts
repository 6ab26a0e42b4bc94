/**
 * One person at a terminal: an az with a configuration folder of its own, inside `lazulite exec`, and what that person
 * remembers from one answer for the next command.
 */
import { execFile } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type AzRelease, suiteEnvironment } from './suite-environment.ts'

export interface Ran {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
  /** Milliseconds. */
  readonly took: number
}

export interface RunOptions {
  /** In this virtual machine, instead of the workstation. */
  readonly inside?: { readonly group: string; readonly name: string }
  /** On the host itself: documented settings only. */
  readonly onHost?: true
  readonly environment?: Readonly<Record<string, string>>
}

export class Terminal {
  /** Values for `{name}` in commands and expectations. */
  readonly memory: Record<string, string>
  /** Where this terminal's az keeps its profile; also a place for its files. */
  readonly folder: string
  readonly #release: AzRelease

  /** @param name unique in the suite; also the name of the resource group that commands call `{group}` */
  constructor(name: string, release: AzRelease = 'current') {
    this.#release = release
    this.folder = join(suiteEnvironment().scratch, name)
    mkdirSync(this.folder, { recursive: true })
    const lazulite = `${process.execPath} ${suiteEnvironment().lazulite}`
    const browser = `${process.execPath} ${join(import.meta.dirname, 'sign-in-browser.ts')}`
    this.memory = { group: name, folder: this.folder, lazulite, browser, ...wellKnown }
  }

  /** Remembers what the server has for scripts: `{operatorId}`, `{operatorSecret}`, `{admin}`, `{adminPassword}`. */
  async readCredentials(): Promise<void> {
    const { stdout } = await this.lazulite(['credentials', '--json'])
    const { admin, operator } = JSON.parse(stdout)
    const { userPrincipalName, password } = admin
    const { clientId, clientSecret } = operator
    Object.assign(this.memory, { admin: userPrincipalName, adminPassword: password })
    Object.assign(this.memory, { operatorId: clientId, operatorSecret: clientSecret })
  }

  /** Signs in as the operator, who owns the subscription. @throws Error with what az said */
  async signIn(): Promise<void> {
    await this.readCredentials()
    const login = 'az login --service-principal -u {operatorId} -p {operatorSecret} --tenant {tenant} -o none'
    const { status, stderr } = await this.sh(login)
    if (status !== 0) throw new Error(stderr)
  }

  /** A line for the shell, as one would type it, with `{name}` filled in from memory. */
  sh(line: string, { inside, onHost, environment = {} }: RunOptions = {}): Promise<Ran> {
    const command = this.fill(line)
    const { bins } = suiteEnvironment()
    const env = {
      ...process.env,
      ...{ PATH: `${bins[this.#release]}:${process.env.PATH}`, AZURE_CONFIG_DIR: join(this.folder, 'azure') },
      // keys and settings that az makes are not the user's
      HOME: this.folder,
      // quiet and alone: no survey, no telemetry upload, no menu of subscriptions
      ...{ AZURE_CORE_COLLECT_TELEMETRY: 'no', AZURE_CORE_LOGIN_EXPERIENCE_V2: 'no' },
      ...{ AZURE_CORE_SURVEY_MESSAGE: 'no', AZURE_CORE_ONLY_SHOW_ERRORS: 'yes', ...environment },
    }
    mkdirSync(env.AZURE_CONFIG_DIR, { recursive: true })
    if (onHost === true) return run('bash', ['-c', command], env, this.folder)
    const machine = inside === undefined ? [] : ['-g', this.fill(inside.group), '-n', inside.name]
    return this.lazulite(['exec', ...machine, '--', 'bash', '-c', command], env)
  }

  lazulite(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Ran> {
    return run(process.execPath, [suiteEnvironment().lazulite, ...args], env, this.folder)
  }

  fill(text: string): string {
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => this.memory[name] ?? whole)
  }
}

const wellKnown = {
  tenant: '10000000-0000-4000-8000-000000000001',
  subscription: '20000000-0000-4000-8000-000000000001',
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
}

/** Longer than the slowest command takes on a busy machine (milliseconds). */
const patience = 80_000

function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv, cwd: string): Promise<Ran> {
  const started = performance.now()
  return new Promise((resolve) => {
    const child = execFile(
      file,
      args,
      { env, cwd, timeout: patience, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const status = typeof error?.code === 'number' ? error.code : error === null ? 0 : 1
        resolve({ status, stdout, stderr, took: performance.now() - started })
      },
    )
    child.stdin?.end()
  })
}
