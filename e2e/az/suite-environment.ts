/** What `run.ts` tells the tests: which az, which server. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

export interface SuiteEnvironment {
  /** `lazulite.mjs` of the build that is tried. */
  readonly lazulite: string
  /** The server's data folder. */
  readonly data: string
  /** Folders that each have one `az`. */
  readonly bins: Readonly<Record<AzRelease, string>>
  /** The server's log, a JSON object a line. */
  readonly log: string
  /** A folder for what tests write; gone afterwards. */
  readonly scratch: string
}

export type AzRelease = 'current' | 'oldest'

const checkout = resolve(import.meta.dirname, '../..')
export const builtLazulite: string = join(checkout, 'packages/lazulite/bin/lazulite.mjs')

export const toVariables = ({ data, bins, log, scratch }: SuiteEnvironment): Record<string, string> => ({
  ...{ LAZULITE_DATA: data, AZ_SUITE_LOG: log, AZ_SUITE_SCRATCH: scratch },
  ...{ AZ_SUITE_CURRENT: bins.current, AZ_SUITE_OLDEST: bins.oldest },
})

/** @throws Error when the tests were not started by `run.ts` */
export function suiteEnvironment(): SuiteEnvironment {
  const read = (name: string): string => {
    const value = process.env[name]
    if (value === undefined || !existsSync(value)) throw new Error(`${name} is not set; start with: npm run test:az`)
    return value
  }
  return {
    ...{ lazulite: builtLazulite, data: read('LAZULITE_DATA') },
    ...{ log: read('AZ_SUITE_LOG'), scratch: read('AZ_SUITE_SCRATCH') },
    bins: { current: read('AZ_SUITE_CURRENT'), oldest: read('AZ_SUITE_OLDEST') },
  }
}
