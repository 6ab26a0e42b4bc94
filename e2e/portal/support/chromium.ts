/** The system's Chromium, and how it is started for tests. Playwright's own build is not downloaded: what people have is what counts. */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Path of `CHROMIUM`, else of what this machine has; `undefined` when it has none. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const { CHROMIUM, PATH = '' } = environment
  if (CHROMIUM !== undefined && CHROMIUM !== '') return CHROMIUM
  const folders = ['/usr/bin', ...PATH.split(delimiter).filter((folder) => folder !== '')]
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable)
}

export const chromiumMissing = [
  'The portal is tried in a real browser, and this machine has no Chromium.',
  'Debian and Ubuntu: apt-get install chromium. Elsewhere: install Chromium or Chrome and name it in CHROMIUM.',
].join('\n')

/** Asks nobody but the pages that are opened, and runs as root as well. */
export const chromiumFlags: readonly string[] = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-dev-shm-usage'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
