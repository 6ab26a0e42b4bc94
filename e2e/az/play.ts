/**
 * Tables of commands as tests: each row is one command of az, in order, since later ones need what earlier ones made.
 *
 * What a person must find in an answer stands in the row (`gives`, `refuses`); the whole answer, with ids and times
 * replaced, in the snapshot file beside the test.
 */
import { expect, it } from 'vitest'
import type { RunOptions, Terminal } from './az.ts'
import { WireText } from './wire-text.ts'

export interface Row extends RunOptions {
  readonly says: string
  /** The command line; `{name}` is filled in from the terminal's memory. */
  readonly run: string
  /** What the answer must have: an object's members, or a whole array or value. Strings are filled in too. */
  readonly gives?: unknown
  /** What must stand somewhere in the answer, where it is for people: line breaks do not count. Filled in too. */
  readonly prints?: string
  /** What az says on standard error when it ends with exit status 1, or `status`. Filled in too. */
  readonly refuses?: string
  readonly status?: number
  /** Values to remember from the answer: name → path such as `properties.principalId` or `0.name`. */
  readonly keep?: Readonly<Record<string, string>>
  /** Not in the snapshot: long, or not ours to say. */
  readonly isLong?: true
}

/** Registers one test for each row. @param sees the ids that this table has met; one for each terminal */
export function play(terminal: Terminal, rows: readonly Row[], sees: WireText = new WireText()): void {
  for (const row of rows) it(row.says, () => playRow(terminal, row, sees))
}

async function playRow(terminal: Terminal, row: Row, sees: WireText): Promise<void> {
  const { status, stdout, stderr } = await terminal.sh(row.run, row)
  const expected = row.status ?? (row.refuses === undefined ? 0 : 1)
  expect({ status, ...(status === expected ? {} : { stdout, stderr }) }).toEqual({ status: expected })
  if (row.refuses !== undefined) expect(stderr.trim()).toContain(terminal.fill(row.refuses))
  if (row.prints !== undefined) expect(stdout.replaceAll(/\s+/g, ' ')).toContain(terminal.fill(row.prints))
  const answer = parsed(stdout)
  if (row.gives !== undefined) expectMembers(answer, filled(terminal, row.gives))
  for (const [name, path] of Object.entries(row.keep ?? {})) terminal.memory[name] = String(valueAt(answer, path))
  if (row.isLong === true) return
  expect({
    command: sees.text(row.run),
    ...(stdout.trim() === '' ? {} : { answer: sees.of(stdout) }),
    ...(row.refuses === undefined ? {} : { refusal: sees.text(withoutTraceback(stderr)) }),
  }).toMatchSnapshot()
}

/** Where az gives up with a stack of its own: the files are az's, the first lines are what a person reads. */
const withoutTraceback = (text: string): string => text.replace(/^Traceback \(most recent call last\):.*/ms, '').trim()

function expectMembers(answer: unknown, expected: unknown): void {
  if (typeof expected === 'object' && expected !== null) {
    expect(answer).toMatchObject(expected)
  } else {
    expect(answer).toEqual(expected)
  }
}

function parsed(output: string): unknown {
  try {
    return JSON.parse(output)
  } catch {
    return output.trim()
  }
}

function filled(terminal: Terminal, value: unknown): unknown {
  if (typeof value === 'string') return terminal.fill(value)
  if (Array.isArray(value)) return value.map((item) => filled(terminal, item))
  // asymmetric matchers are class instances: left alone
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [terminal.fill(key), filled(terminal, item)]))
  }
  return value
}

/** @throws Error when there is nothing at that path */
function valueAt(answer: unknown, path: string): unknown {
  if (path === '') return answer
  let value: unknown = answer
  for (const name of path.split('.')) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
  }
  if (value === undefined) throw new Error(`the answer has no ${path}`)
  return value
}
