/** `lazulite config print`: the effective configuration, with secrets replaced. */
import { describeConfig } from '../../config/describe-config.js'
import { loadConfig } from '../../config/load-config.js'
import type { Configure } from '../command-module.js'
import { printJson, printLine } from '../context.js'
import { table, wrapped } from '../output/table.js'
import { givenData, withDataOption } from '../running-cloud.js'
import { addConfigOptions } from './start.js'

interface PrintOptions extends Readonly<Record<string, string | boolean | undefined>> {
  readonly config?: string
  readonly json?: boolean
  readonly explain?: boolean
}

export const configureConfig: Configure = (command, context) => {
  withDataOption(command).description(
    'Show the effective configuration: file, then environment, then flags; the later one wins.',
  )
  const print = command
    .command('print')
    .description('Print every option with its value and where it came from; secrets are replaced.')
    .option('--explain', 'also print what each option is for')
    .option('--json', 'as JSON')
  addConfigOptions(print)
  print.action(() => {
    const { config: file, json, explain, ...given } = print.opts<PrintOptions>()
    const flags = { ...given, data: givenData(print) }
    const loaded = loadConfig({ ...context, flags, ...(file === undefined ? {} : { file }) })
    const options = describeConfig(loaded)
    if (json === true) return printJson(context, { file: loaded.file ?? null, options })
    if (loaded.file !== undefined) printLine(context.stdout, `file: ${loaded.file}\n`)
    const width = context.stdout.columns ?? 80
    const rows = options.map(({ name, value, source }) => [name, value === null ? '-' : String(value), source])
    const [head = '', ...lines] = table(['option', 'value', 'from'], rows, width)
    printLine(context.stdout, head)
    for (const [index, line] of lines.entries()) {
      printLine(context.stdout, line)
      const { sentence = '', environment = '' } = options[index] ?? {}
      if (explain !== true) continue
      for (const part of wrapped(`${sentence} ${environment}`, width - 4)) printLine(context.stdout, `    ${part}`)
    }
  })
}
