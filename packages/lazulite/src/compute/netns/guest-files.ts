/**
 * The files that differ inside a machine: /etc/hosts, name lookup, trusted certificate authorities.
 *
 * They lie in a folder of their own until they are mounted. Where distributions keep the bundle: the list of Go's
 * crypto/x509 (root_linux.go) and OpenSSL's default `cert.pem`.
 */
import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { publicNames } from '../../domain/public-names.js'
import type { TrustFiles } from '../machine-environment.js'

/** Where this cloud listens inside every machine. */
export const cloudAddress = '10.255.255.1'
export const metadataAddress = '169.254.169.254'

const bundlePlaces: readonly string[] = [
  '/etc/ssl/certs/ca-certificates.crt', // Debian, Ubuntu, Arch, Alpine
  '/etc/pki/tls/certs/ca-bundle.crt', // Fedora, RHEL
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem', // RHEL 7 and later
  '/etc/pki/tls/cacert.pem',
  '/etc/ssl/ca-bundle.pem', // openSUSE
  '/var/lib/ca-certificates/ca-bundle.pem', // openSUSE
  '/etc/ssl/cert.pem', // Alpine, OpenSSL's own default
  '/usr/lib/ssl/cert.pem', // OpenSSL's default on Debian
]

export interface Mount {
  readonly source: string
  readonly target: string
}

export class GuestFiles {
  readonly #folder: string
  readonly #shared: readonly Mount[]
  readonly #hostLines: string
  /** Hashed certificates, to be laid over the system's; absent when this host has no `openssl` to name them. */
  readonly certificateFolder: string | undefined

  private constructor(folder: string, shared: readonly Mount[], hostLines: string, certificateFolder?: string) {
    this.#folder = folder
    this.#shared = shared
    this.#hostLines = hostLines
    this.certificateFolder = certificateFolder
  }

  /** Drops what a killed server left in `runtimeFolder`, which must exist, and writes what all machines share. */
  static async write(runtimeFolder: string, trust: TrustFiles): Promise<GuestFiles> {
    for (const name of await readdir(runtimeFolder)) {
      if (name.startsWith('guest-')) await rm(join(runtimeFolder, name), { recursive: true, force: true })
    }
    const folder = await mkdtemp(join(runtimeFolder, 'guest-'))
    const shared: Mount[] = []
    const bundles = await Promise.all(bundlePlaces.map(realFile))
    for (const target of new Set(bundles)) {
      if (target !== undefined) shared.push({ source: await realpath(trust.caBundleFile), target })
    }
    const share = async (name: string, path: string, change: (text: string) => string) => {
      const target = await realFile(path)
      if (target === undefined) return
      const source = join(folder, name)
      await writeFile(source, change(await readFile(target, 'utf8')))
      shared.push({ source, target })
    }
    await share('nsswitch.conf', '/etc/nsswitch.conf', filesFirst)
    // Without a name server the resolver asks 127.0.0.1, where nobody listens: other names fail at once (resolv.conf(5)).
    await share('resolv.conf', '/etc/resolv.conf', () => 'options timeout:1 attempts:1\n')
    const hostLines = localhostLines(await readFile('/etc/hosts', 'utf8').catch(() => ''))
    return new GuestFiles(folder, shared, hostLines, await hashedCertificate(folder, trust.caCertificateFile))
  }

  /** What to mount in one machine. `done` deletes the machine's own files, which the mounts keep alive. */
  async forMachine(id: string, computerName: string): Promise<{ mounts: readonly Mount[]; done: () => Promise<void> }> {
    const source = join(this.#folder, `hosts-${id}`)
    await writeFile(source, hostsFile(this.#hostLines, computerName))
    const target = (await realFile('/etc/hosts')) ?? '/etc/hosts'
    return { mounts: [{ source, target }, ...this.#shared], done: () => rm(source, { force: true }) }
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true })
  }
}

/** Letters, digits, dots and hyphens are what a host name may hold (RFC 1123), and nothing else may reach a hosts file. */
export const safeHostName = (name: string): string =>
  name
    .replace(/[^A-Za-z0-9.-]/g, '-')
    .replace(/^[-.]+/, '')
    .slice(0, 64) || 'vm'

/** The host's own lines for localhost; nothing else of its hosts file concerns a machine. */
export function localhostLines(hosts: string): string {
  const lines = hosts.split('\n').filter((line) => {
    const [address, ...names] = (line.split('#')[0] ?? '').trim().split(/\s+/)
    return address !== '' && names.some((name) => /^(localhost(\.|$)|ip6-)/i.test(name))
  })
  return lines.length === 0 ? '127.0.0.1 localhost\n::1 localhost\n' : `${lines.join('\n')}\n`
}

export const hostsFile = (hostLines: string, computerName: string): string =>
  `${hostLines}127.0.1.1 ${safeHostName(computerName)}\n${publicNames.map((name) => `${cloudAddress} ${name}\n`).join('')}`

/** Some hosts ask systemd-resolved or nscd before the hosts file, and those answer for the host (nsswitch.conf(5)). */
export const filesFirst = (nsswitch: string): string =>
  `${nsswitch
    .split('\n')
    .filter((line) => !/^\s*hosts\s*:/.test(line))
    .join('\n')
    .trimEnd()}\nhosts: files dns\n`

/** The file behind links; `undefined` when there is none. Mounting over a link would mount over what it leads to anyway. */
const realFile = (path: string): Promise<string | undefined> => realpath(path).catch(() => undefined)

/**
 * OpenSSL looks certificates up as `<hash of the subject>.0` too (openssl-rehash(1)); programs started without
 * our variables (by cron, sudo, sshd) find our authority there. Absent: the variables and the bundle have to do.
 */
async function hashedCertificate(folder: string, caCertificateFile: string): Promise<string | undefined> {
  if (/[,:\\]/.test(folder)) return undefined // mount options have no place for these
  try {
    const asked = ['x509', '-noout', '-subject_hash', '-in', caCertificateFile]
    const { stdout } = await promisify(execFile)('openssl', asked, { timeout: 5_000 })
    const hash = /^[0-9a-f]{8}$/m.exec(stdout)?.[0]
    if (hash === undefined) return undefined
    await mkdir(join(folder, 'certs'))
    await copyFile(caCertificateFile, join(folder, 'certs', `${hash}.0`))
    return join(folder, 'certs')
  } catch {
    return undefined
  }
}
