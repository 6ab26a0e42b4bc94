/**
 * The Azure CLI that is installed on this computer, for tutorials that use it.
 *
 * It is the user's own program, unmodified, but with a configuration folder that is made for the tutorial and removed
 * after it: whom the user's own az is signed in as stays as it is.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { findExecutable } from '../../compute/netns/executables.js'
import { CliError } from '../cli-error.js'
import type { CliContext } from '../context.js'
import { type Outcome, runLazulite } from './stage.js'

export interface AzureCli {
  /** Runs a line for the shell in which `az` is that program, where Azure's names lead to this cloud. */
  run(line: string, environment?: Readonly<Record<string, string>>): Promise<Outcome>
  close(): void
}

/** @throws CliError that says how to install it, when it is not */
export function openAzureCli(context: CliContext, dataFolder: string): AzureCli {
  const az = findAzureCli(context)
  const folder = mkdtempSync(join(tmpdir(), 'lazulite-tutorial-'))
  const settings = {
    ...{ LAZULITE_TUTORIAL_AZ: az, AZURE_CONFIG_DIR: folder, AZURE_EXTENSION_DIR: join(folder, 'extensions') },
    ...{ AZURE_CORE_COLLECT_TELEMETRY: 'no', AZURE_CORE_SURVEY_MESSAGE: 'no', AZURE_CORE_LOGIN_EXPERIENCE_V2: 'no' },
    ...{ AZURE_CORE_ONLY_SHOW_ERRORS: 'yes', AZURE_CORE_NO_COLOR: 'yes' },
  }
  return {
    run(line, environment = {}) {
      const script = `az() { "$LAZULITE_TUTORIAL_AZ" "$@"; }\n${line}`
      return runLazulite(['exec', '--', 'sh', '-c', script], context, dataFolder, { ...settings, ...environment })
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** `AZURE_CLI`, else the first `az` on the path. */
function findAzureCli({ env, workingFolder }: CliContext): string {
  const named = env.AZURE_CLI
  if (named !== undefined && named !== '') {
    const file = resolve(workingFolder, named)
    const found = findExecutable(basename(file), dirname(file))
    if (found === undefined) throw new CliError(`AZURE_CLI is ${named}, which is no program`)
    return found
  }
  const found = findExecutable('az', env.PATH ?? '')
  if (found !== undefined) return found
  throw new CliError(
    'the tutorial uses Azure CLI, which is not installed: python3 -m venv az && az/bin/pip install azure-cli, then set AZURE_CLI=az/bin/az; other ways: https://aka.ms/InstallAzureCLI',
  )
}
