/** What a command sees of the world around it; tests give it another. */
import type { Surroundings } from '../config/default-data-folder.js'

export interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

export interface CliContext extends Surroundings {
  readonly stdout: Output
  readonly stderr: Output
  /** The exit status, for commands that pass on another program's. */
  exitWith(status: number): void
}

export const printLine = (output: Output, line = ''): void => {
  output.write(`${line}\n`)
}

/** Listings and answers for machines: JSON, indented, one document. */
export const printJson = (context: CliContext, value: unknown): void =>
  printLine(context.stdout, JSON.stringify(value, null, 2))
