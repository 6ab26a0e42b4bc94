/**
 * A browser at the place where Azure's public names lead to this cloud: `lazulite exec -- chromium`, driven from outside.
 *
 * Playwright talks to a browser by two pipes, descriptors 3 and 4. `exec` passes on standard input and output only, so a
 * few words of shell carry one as the other. The browser trusts the cloud's authority as a person's would: by the
 * certificate database of a home folder (NSS, `certutil` of Debian's libnss3-tools). Where there is no certutil, it is told
 * the one key that it may take instead; no other error of a certificate is let through in either case.
 */
import { execFile } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { promisify } from 'node:util'
import { type Browser, chromium } from '@playwright/test'
import { chromiumFlags, chromiumMissing, findChromium } from './chromium.ts'
import { lazulite, type TestCloud } from './test-cloud.ts'

const run = promisify(execFile)

export const publicOrigin = 'https://portal.azure.com'

export interface PublicBrowser {
  readonly browser: Browser
  /** How it came to trust the authority. */
  readonly trust: 'database' | 'key'
  close(): Promise<void>
}

export async function openPublicBrowser(cloud: Pick<TestCloud, 'data' | 'origin'>): Promise<PublicBrowser> {
  const executable = findChromium()
  if (executable === undefined) throw new Error(chromiumMissing)
  const folder = mkdtempSync(join(tmpdir(), 'lazulite-browser-'))
  const trust = (await trustByDatabase(folder, cloud)) ? 'database' : 'key'
  const browser = await chromium.launch({
    executablePath: writeLauncher(folder, { executable, data: cloud.data }),
    args: [
      ...chromiumFlags,
      ...(trust === 'key' ? [`--ignore-certificate-errors-spki-list=${await keyDigest(cloud.origin)}`] : []),
    ],
    env: { ...process.env, HOME: folder, XDG_DATA_HOME: join(folder, 'share') },
  })
  return {
    ...{ browser, trust },
    async close() {
      await browser.close()
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

/** As docs/portal.md tells people to do it. @returns false without certutil */
async function trustByDatabase(home: string, { data }: Pick<TestCloud, 'data'>): Promise<boolean> {
  const database = join(home, '.pki/nssdb')
  mkdirSync(database, { recursive: true })
  const certutil = (...args: readonly string[]) => run('certutil', ['-d', `sql:${database}`, ...args])
  try {
    await certutil('-N', '--empty-password')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
  await certutil('-A', '-n', 'Lazulite', '-t', 'C,,', '-i', join(data, 'ca.pem'))
  return true
}

/** SHA-256 of the key that the server shows, base64, as Chromium's flag takes it. */
async function keyDigest(origin: string): Promise<string> {
  const { port } = new URL(origin)
  const certificate = await new Promise<Buffer>((done, fail) => {
    const socket = connect({ host: '127.0.0.1', port: Number(port), servername: 'localhost' }, () => {
      done(socket.getPeerCertificate().raw)
      socket.end()
    })
    socket.once('error', fail)
  })
  const { publicKey } = new X509Certificate(certificate)
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64')
}

/** What Playwright takes for the browser. Arguments reach it as they are: none becomes part of a shell's text. */
function writeLauncher(folder: string, { executable, data }: { readonly executable: string; readonly data: string }) {
  const file = join(folder, 'chromium')
  const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
  const inside = 'browser=$1; shift; exec "$browser" "$@" 3<&0 4>&1 0</dev/null 1>&2'
  const exec = [process.execPath, lazulite, 'exec', '--data', data, '--', 'sh', '-c', inside, 'sh', executable]
  writeFileSync(file, `#!/bin/sh\nexec ${exec.map(quote).join(' ')} "$@" <&3 >&4\n`)
  chmodSync(file, 0o700)
  return file
}
