/** `lazulite stop`: asks the server to end, and waits until it has. */
import { setTimeout as pause } from 'node:timers/promises'
import { isAlive } from '../../config/server-record.js'
import { CliError } from '../cli-error.js'
import type { Configure } from '../command-module.js'
import { printLine } from '../context.js'
import { showProgress } from '../output/progress.js'
import { findServer, withDataOption } from '../running-cloud.js'

const patience = 60_000
const pace = 25

export const configureStop: Configure = (command, context) => {
  withDataOption(command)
    .description('End the running server gracefully; requests in flight are answered. Exit status 1 when none runs.')
    .action(async () => {
      const server = findServer(command, context)
      // the record matched pid and start time, so this is our server and no later process
      askToEnd(server.pid)
      using _progress = showProgress(context.stderr, `waiting for pid ${server.pid} to end`)
      for (const end = performance.now() + patience; isAlive(server); await pause(pace)) {
        if (performance.now() > end) {
          throw new CliError(
            `pid ${server.pid} has not ended within ${patience / 1000} s; end it with: kill -9 ${server.pid}`,
          )
        }
      }
      printLine(context.stdout, `stopped ${server.origin}`)
    })
}

function askToEnd(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM')
  } catch (error) {
    // it has ended this very moment
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
