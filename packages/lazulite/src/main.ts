/** argv → command. Importing this module is running the program: `bin/lazulite.mjs` does, after it has found a Node that can. */
import { homedir } from 'node:os'
import { runCli } from './cli/program.js'

// `lazulite vm list | head -1`: the reader is gone, and that is no error
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

process.exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  platform: process.platform,
  home: homedir(),
  workingFolder: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
})
