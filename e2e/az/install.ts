/**
 * Installs the current and the oldest Azure CLI, each in a virtual environment of its own: `node e2e/az/install.ts FOLDER`.
 *
 * Nothing outside the folder is touched. What is there already is used again. On Debian, root gets the
 * programs that are missing; anybody else is told which.
 */
import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { releasesFor, uvRelease } from './releases.ts'

const run = promisify(execFile)

export interface InstalledCli {
  /** `2.91.0` */
  readonly release: string
  /** The folder that has `az` in it. */
  readonly bin: string
}

export interface Installed {
  readonly current: InstalledCli
  readonly oldest: InstalledCli
}

/**
 * @param folder made when it is not there
 * @param tell is told of each thing that takes a while
 * @throws Error when there is no Python that can make virtual environments, or the package index is out of reach
 */
export async function installAzureCli(folder: string, tell: (progress: string) => void): Promise<Installed> {
  const home = resolve(folder)
  mkdirSync(home, { recursive: true })
  ensurePrograms(tell)
  const python = pythonMinor()
  const releases = releasesFor(python)
  const uv = await ensureUv(home, python, tell)
  const install = (release: string) => installRelease({ home, uv, release, python, tell })
  const [current, oldest] = await Promise.all([install(releases.current), install(releases.oldest)])
  return { current, oldest }
}

interface Need {
  readonly isThere: () => boolean
  readonly debianPackage: string
}

const runs = (file: string, ...args: string[]): boolean => {
  try {
    execFileSync(file, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** What the suite uses beside az. */
const needs: readonly Need[] = [
  { isThere: () => runs('python3', '-c', 'import venv, ensurepip'), debianPackage: 'python3-venv' },
  { isThere: () => runs('ssh', '-V'), debianPackage: 'openssh-client' },
  { isThere: () => runs('curl', '--version'), debianPackage: 'curl' },
  { isThere: () => runs('openssl', 'version'), debianPackage: 'openssl' },
]

function ensurePrograms(tell: (progress: string) => void): void {
  const missing = () => needs.filter(({ isThere }) => !isThere()).map(({ debianPackage }) => debianPackage)
  const packages = missing()
  if (packages.length === 0) return
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    tell(`installing ${packages.join(', ')}`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const apt = (...args: string[]) => execFileSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] })
    apt('update', '-qq')
    apt('install', '-y', '-qq', '--no-install-recommends', ...packages)
  }
  const still = missing()
  if (still.length > 0)
    throw new Error(`the suite needs more programs; on Debian: apt-get install -y ${still.join(' ')}`)
}

const pythonMinor = (): number =>
  Number(execFileSync('python3', ['-c', 'import sys; print(sys.version_info.minor)'], { encoding: 'utf8' }))

async function ensureUv(home: string, python: number, tell: (progress: string) => void): Promise<string> {
  const folder = join(home, `uv-${uvRelease}-py3.${python}`)
  await once(folder, async () => {
    tell(`installing uv ${uvRelease}`)
    await run('python3', ['-m', 'venv', folder])
    await run(join(folder, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', `uv==${uvRelease}`])
  })
  return join(folder, 'bin/uv')
}

interface Release {
  readonly home: string
  readonly uv: string
  readonly release: string
  readonly python: number
  readonly tell: (progress: string) => void
}

async function installRelease({ home, uv, release, python, tell }: Release): Promise<InstalledCli> {
  const folder = join(home, `az-${release}-py3.${python}`)
  const bin = join(folder, 'bin')
  await once(folder, async () => {
    const started = Date.now()
    tell(`installing azure-cli ${release}`)
    const env = { ...process.env, UV_CACHE_DIR: join(home, 'cache'), UV_NO_PROGRESS: '1', UV_PYTHON_DOWNLOADS: 'never' }
    const lock = join(import.meta.dirname, 'locks', `${release}.txt`)
    await run(uv, ['venv', '--quiet', '--python', 'python3', folder], { env })
    const into = ['--python', join(bin, 'python')]
    await run(uv, ['pip', 'install', '--quiet', '--no-deps', ...into, '--requirement', lock], { env })
    tell(`azure-cli ${release} installed in ${((Date.now() - started) / 1000).toFixed(1)} s`)
  })
  return { release, bin }
}

/** Runs `make` unless it ended well before; half of a thing counts as nothing. */
async function once(folder: string, make: () => Promise<void>): Promise<void> {
  const done = `${folder}.complete`
  if (existsSync(done) && existsSync(folder)) return
  rmSync(folder, { recursive: true, force: true })
  await make()

  mkdirSync(done)
}

if (import.meta.main) {
  const folder = process.argv[2]
  if (folder === undefined) throw new Error('usage: node e2e/az/install.ts FOLDER')
  const installed = await installAzureCli(folder, (progress) => console.log(progress))
  for (const { release, bin } of Object.values(installed)) console.log(`${release} ${join(bin, 'az')}`)
}
