/** What this host can do for Lazulite: each check with what was found and, when something is missing, how to mend it. */
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { detectCompute } from '../../compute/detect.js'
import { findExecutable } from '../../compute/netns/executables.js'

export interface Check {
  readonly name: string
  readonly ok: boolean
  /** Without it nothing works; the others only limit what can be done. */
  readonly isRequired: boolean
  readonly found: string
  readonly remedy?: string
}

export interface DoctorInput {
  readonly nodeVersion: string
  readonly port: number
  /** The origin of the server that runs on this data folder, if any: then the port is its own. */
  readonly running?: string
}

export const leastNode = '22.16.0'

export async function runChecks(input: DoctorInput): Promise<Check[]> {
  return [
    checkNode(input.nodeVersion),
    await checkPort(input),
    await checkMachines(),
    checkProgram({ name: 'curl', programs: ['curl'], purpose: 'the tutorials', remedy: 'install the package curl' }),
    checkProgram({
      ...{ name: 'Azure CLI', programs: ['az'], purpose: 'lazulite exec -- az …' },
      remedy: 'https://learn.microsoft.com/cli/azure/install-azure-cli',
    }),
    checkProgram({
      ...{ name: 'PowerShell', programs: ['pwsh'], purpose: 'the Windows tutorials' },
      remedy: 'https://aka.ms/install-powershell',
    }),
    checkProgram({
      name: 'ssh',
      programs: ['ssh'],
      purpose: 'lazulite ssh',
      remedy: 'install the package openssh-client',
    }),
    checkProgram({
      name: 'Chromium',
      programs: [
        'chromium',
        'chromium-browser',
        'google-chrome',
        'google-chrome-stable',
        'microsoft-edge',
        ...macBrowsers,
      ],
      ...{ purpose: 'the portal', remedy: 'install chromium; any current browser will do' },
    }),
  ]
}

const macBrowsers = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
]

export function checkNode(version: string): Check {
  const ok = isAtLeast(version, leastNode)
  const remedy = `run npm ci in the checkout (it brings a Node that can), or install Node ${leastNode} or later`
  return { name: 'Node', ok, isRequired: true, found: `version ${version}`, ...(ok ? {} : { remedy }) }
}

export function isAtLeast(version: string, least: string): boolean {
  const [have, need] = [version, least].map((text) => text.split('.').map(Number))
  for (const [index, wanted] of (need ?? []).entries()) {
    const got = have?.[index] ?? 0
    if (got !== wanted) return got > wanted
  }
  return true
}

async function checkPort({ port, running }: DoctorInput): Promise<Check> {
  const about = { name: 'port', isRequired: true }
  if (running !== undefined) return { ...about, ok: true, found: `a server of yours answers at ${running}` }
  const problem = await bindProblem(port)
  if (problem === undefined) return { ...about, ok: true, found: `${port} is free` }
  const found = problem === 'EADDRINUSE' ? `${port} is taken by another program` : `${port} cannot be used (${problem})`
  return { ...about, ok: false, found, remedy: 'start with --port N, or --port 0 for any free one' }
}

/** @returns the error's code, undefined when the port can be listened on */
export function bindProblem(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}

async function checkMachines(): Promise<Check> {
  const about = { name: 'machines', isRequired: false }
  const support = await detectCompute()
  if (support.driver === 'netns') return { ...about, ok: true, found: 'Linux namespaces work for this user' }
  return { ...about, ok: false, found: `only metadata ports: ${support.reason}`, remedy: support.remedy }
}

function checkProgram({
  name,
  programs,
  purpose,
  remedy,
}: {
  readonly name: string
  readonly programs: readonly string[]
  readonly purpose: string
  readonly remedy: string
}): Check {
  for (const program of programs) {
    const path = program.startsWith('/') ? (existsSync(program) ? program : undefined) : findExecutable(program)
    if (path !== undefined) return { name, ok: true, isRequired: false, found: path }
  }
  return { name, ok: false, isRequired: false, found: `not installed; only needed for ${purpose}`, remedy }
}
