/**
 * The packed tarball, installed as a stranger would: no install scripts, nothing beside it, starts, answers, stops.
 * Run: `node e2e/pack/smoke.mjs`.
 */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { startServer } from '../support/start-server.ts'

const run = promisify(execFile)
const checkout = resolve(import.meta.dirname, '../..')
const work = mkdtempSync(join(tmpdir(), 'lazulite-pack-'))
try {
  const packed = await run(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--workspace', 'lazulite', '--pack-destination', work],
    { cwd: checkout },
  )
  const listing = JSON.parse(packed.stdout)
  const { filename } = Array.isArray(listing) ? listing[0] : Object.values(listing)[0]
  const home = join(work, 'home')
  mkdirSync(home)
  writeFileSync(join(home, 'package.json'), '{ "private": true }')
  await run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts=false', join(work, filename)], {
    cwd: home,
  })

  const manifest = JSON.parse(readFileSync(join(home, 'node_modules/lazulite/package.json'), 'utf8'))
  const scripts = ['preinstall', 'install', 'postinstall'].filter((name) => manifest.scripts?.[name] !== undefined)
  if (scripts.length > 0) throw new Error(`the tarball runs scripts at installation: ${scripts.join(', ')}`)
  const lock = JSON.parse(readFileSync(join(home, 'package-lock.json'), 'utf8'))
  const scripted = Object.entries(lock.packages).filter(([, entry]) => entry.hasInstallScript === true)
  if (scripted.length > 0)
    throw new Error(`dependencies run scripts at installation: ${scripted.map(([name]) => name).join(', ')}`)

  const bin = join(home, 'node_modules/lazulite/bin/lazulite.mjs')
  const data = join(work, 'data')
  const { ready, exit } = await startServer({ bin, data })
  const { origin } = ready
  const status = JSON.parse((await run(process.execPath, [bin, 'status', '--json', '--data', data])).stdout)
  if (status.origin !== origin) throw new Error(`status names ${status.origin}, the server ${origin}`)
  const page = await fetchPage(`${origin}/`, readFileSync(status.caCertificate))
  if (!page.includes('/assets/')) throw new Error(`the tarball has no portal: ${page.slice(0, 200)}`)
  await run(process.execPath, [bin, 'stop', '--data', data])
  const code = await exit
  if (code !== 0) throw new Error(`the server ended with ${code} after stop`)
  console.log(`packed tarball: installs without scripts, ready at ${origin}, serves the portal, stops cleanly`)
} finally {
  rmSync(work, { recursive: true, force: true })
}

/** Body of a page whose server has a certificate of this authority. */
function fetchPage(url, ca) {
  return new Promise((done, fail) => {
    const request = get(url, { ca }, (response) => {
      let body = ''
      response.on('data', (chunk) => (body += chunk))
      response.on('end', () => done(body))
    })
    request.on('error', fail)
  })
}
