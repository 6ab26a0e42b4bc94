/** `lazulite doctor`: what this host can do. Fails only when something is missing without which nothing works. */
import { liveServer } from '../../config/server-record.js'
import type { Configure } from '../command-module.js'
import { printJson, printLine } from '../context.js'
import { runChecks } from '../doctor/checks.js'
import { painter } from '../output/colour.js'
import { showProgress } from '../output/progress.js'
import { wrapped } from '../output/table.js'
import { dataFolderOf, withDataOption } from '../running-cloud.js'
import { parsePort } from '../start/port.js'

export const configureDoctor: Configure = (command, context) => {
  withDataOption(command)
    .description(
      'Say what this host can do, and how to mend what it cannot. Exit status 1 when the server could not run.',
    )
    .option('--port <number>', 'port to look at', parsePort, 4430)
    .option('--json', 'as JSON')
    .action(async ({ port, json }: { port: number; json?: true }) => {
      const running = liveServer(dataFolderOf(command, context))?.origin
      const checks = await (async () => {
        using _progress = showProgress(context.stderr, 'looking around')
        return await runChecks({
          nodeVersion: process.versions.node,
          port,
          ...(running === undefined ? {} : { running }),
        })
      })()
      if (checks.some(({ ok, isRequired }) => isRequired && !ok)) context.exitWith(1)
      if (json === true) return printJson(context, checks)
      const paint = painter(context.stdout, context.env)
      const width = context.stdout.columns ?? 80
      const names = Math.max(...checks.map(({ name }) => name.length))
      const indent = ' '.repeat(6 + 2 + names + 2)
      for (const { name, ok, isRequired, found, remedy } of checks) {
        const mark = ok ? paint('green', 'ok    ') : isRequired ? paint('red', 'FAILED') : paint('yellow', 'no    ')
        const lines = [found, ...(remedy === undefined ? [] : [`→ ${remedy}`])].flatMap((text) =>
          wrapped(text, width - indent.length),
        )
        for (const [index, line] of lines.entries()) {
          printLine(context.stdout, index === 0 ? `${mark}  ${name.padEnd(names)}  ${line}` : `${indent}${line}`)
        }
      }
    })
}
