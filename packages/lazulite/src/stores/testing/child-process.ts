/** Starts one of our sources as a process of its own, and ends it with the test. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export interface RunningChild {
  /** What it prints, line by line. */
  readonly lines: AsyncIterator<string>
  /** As `kill -9` does it; resolves when it is gone. */
  kill(): Promise<void>
}

/** @param script beside this file, `hold-lock.ts` */
export function startChild(script: string, args: readonly string[]): RunningChild {
  const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))
  const child = spawn(process.execPath, ['--import', here('register-typescript.mjs'), here(script), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => kill(child))
  return { lines: createInterface(child.stdout)[Symbol.asyncIterator](), kill: () => kill(child) }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}
