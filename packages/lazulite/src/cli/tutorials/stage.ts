/**
 * Where a tutorial is played: each step's title, the exact command and its real output, as it happens.
 *
 * A token is shortened in everything that is printed or reported.
 */
import { spawn } from 'node:child_process'
import { CliError } from '../cli-error.js'
import { type CliContext, printLine } from '../context.js'
import { painter } from '../output/colour.js'
import { showProgress } from '../output/progress.js'

export interface StepRecord {
  readonly step: string
  readonly command: string
  readonly exitStatus: number
  readonly output: string
  readonly ok: boolean
  readonly durationMs: number
  /** Why it is not ok. */
  readonly problem?: string
}

export interface Outcome {
  readonly exitStatus: number
  readonly output: string
  /** What a program said beside its output; shown when the step fails. */
  readonly complaint?: string
}

export interface Step {
  readonly title: string
  /** As one would type it; `prompt` says where. */
  readonly command: string
  readonly prompt?: string
  readonly run: () => Promise<Outcome>
  /** What is wrong with the output; undefined when it is as the tutorial says. */
  readonly check?: (output: string) => string | undefined
}

/** A step did not do what the tutorial says; it has been shown already. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed'
}

export class Stage {
  readonly records: StepRecord[] = []
  readonly #context: CliContext
  readonly #isQuiet: boolean
  readonly #secrets = new Map<string, string>()

  /** @param isQuiet only record: for `--json` */
  constructor(context: CliContext, isQuiet: boolean) {
    this.#context = context
    this.#isQuiet = isQuiet
  }

  /** From now on `secret` is shown as its first characters. */
  shorten(secret: string): void {
    this.#secrets.set(secret, `${secret.slice(0, 12)}…`)
  }

  /** @returns the step's whole output @throws StepFailed */
  async play(step: Step, secretsIn?: (output: string) => string | undefined): Promise<string> {
    const paint = painter(this.#context.stdout, this.#context.env)
    const started = performance.now()
    this.#say(paint('bold', `${this.records.length + 1}. ${step.title}`))
    this.#say(`   ${paint('dim', step.prompt ?? '$')} ${this.#public(step.command)}`)
    const outcome = await this.#run(step)
    const secret = outcome.exitStatus === 0 ? secretsIn?.(outcome.output) : undefined
    if (secret !== undefined) this.shorten(secret)
    const problem = outcome.exitStatus === 0 ? step.check?.(outcome.output) : `exit status ${outcome.exitStatus}`
    const output = this.#public(outcome.output.trimEnd())
    for (const line of output === '' ? [] : output.split('\n')) this.#say(`   ${line}`)
    if (problem !== undefined) {
      for (const line of (outcome.complaint ?? '').trimEnd().split('\n').filter(Boolean))
        this.#say(`   ${this.#public(line)}`)
      this.#say(`   ${paint('red', 'failed')}: ${problem}`)
    }
    this.#say()
    this.records.push({
      ...{ step: step.title, command: this.#public(step.command), exitStatus: outcome.exitStatus, output },
      ...{ ok: problem === undefined, durationMs: Math.round(performance.now() - started) },
      ...(problem === undefined ? {} : { problem }),
    })
    if (problem !== undefined) throw new StepFailed(`${step.title}: ${problem}`)
    return outcome.output
  }

  async #run(step: Step): Promise<Outcome> {
    using _progress = showProgress(this.#context.stderr, step.title)
    try {
      return await step.run()
    } catch (error) {
      if (!(error instanceof CliError)) throw error
      return { exitStatus: error.exitStatus, output: '', complaint: `${error.code ?? 'error'}: ${error.message}` }
    }
  }

  #public(text: string): string {
    let shown = text
    for (const [secret, short] of this.#secrets) shown = shown.replaceAll(secret, short)
    return shown
  }

  #say(line = ''): void {
    if (!this.#isQuiet) printLine(this.#context.stdout, line)
  }
}

/** Runs this very program with other arguments, as a user would. `dataFolder` becomes its `LAZULITE_DATA`. */
export function runLazulite(
  args: readonly string[],
  context: CliContext,
  dataFolder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const script = process.argv[1]
  if (script === undefined) throw new CliError('cannot tell how this program was started')
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...process.execArgv, script, ...args], {
      cwd: context.workingFolder,
      env: { ...context.env, LAZULITE_DATA: dataFolder, NO_COLOR: '1', FORCE_COLOR: undefined, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const [output, complaint]: [Buffer[], Buffer[]] = [[], []]
    child.stdout.on('data', (part: Buffer) => output.push(part))
    child.stderr.on('data', (part: Buffer) => complaint.push(part))
    child.on('error', reject)
    child.on('close', (status) =>
      resolve({
        exitStatus: status ?? 1,
        output: Buffer.concat(output).toString('utf8'),
        complaint: Buffer.concat(complaint).toString('utf8'),
      }),
    )
  })
}
