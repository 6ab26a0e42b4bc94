/** Runs a piece of our source in a process of its own, for tests about what happens when a whole process ends. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'

/** Node strips the types by itself; only the `.js` that our imports say has to be found as the `.ts` that it is. */
const loader = `
import { registerHooks } from 'node:module'
registerHooks({
  resolve: (name, context, next) => {
    try {
      return next(name, context)
    } catch (error) {
      if (!name.endsWith('.js')) throw error
      return next(name.slice(0, -3) + '.ts', context)
    }
  },
})
`

/** `program` is the text of a module; it imports ours by absolute URL, with \`await import\`. */
export function runSource(program: string, programArguments: readonly string[], options: SpawnOptions): ChildProcess {
  return spawn(
    process.execPath,
    ['--no-warnings', '--input-type=module', '-e', loader + program, '--', ...programArguments],
    options,
  )
}
