/**
 * The certificate authority of one data folder and the TLS certificate it gives the server.
 *
 * Both are made at first start. The authority is constrained to the names in `server-names.ts`, so trusting it gives
 * nobody power over other sites. The server's certificate is renewed at start and, while running, by a timer, when
 * less than a third of its life is left; listeners then put it into service without a restart.
 *
 * Clients judge certificates by the time of their own machine: give this a clock that follows the host's time, not
 * one that a test moves about, unless the clients move along.
 * One server owns a folder at a time; whoever opens the folder sees to that.
 */
import { mkdir } from 'node:fs/promises'
import type { Seconds } from '../domain/time.js'
import type { Clock } from '../ports/clock.js'
import type { Ids } from '../ports/ids.js'
import type { Log } from '../ports/log.js'
import {
  certificateFiles,
  isDueForRenewal,
  readAuthority,
  readServerCertificate,
  removeSideFiles,
  writeAuthority,
  writeServerCertificate,
} from './certificate-files.js'
import { type CertificateWithKey, issueAuthority, issueServerCertificate } from './issue-certificates.js'

/** How often a running server looks whether its certificate is due. */
const checkedEvery: Seconds = 3600

export interface CertificateAuthority {
  /** Absolute or relative as the folder was given: `{folder}/ca.pem`. */
  readonly caCertificateFile: string
  /** PEM of the authority, for clients to trust. Changes only when the authority itself is at its end. */
  readonly caCertificate: string
  /** What a TLS server needs at this moment: PEM certificate and PKCS#8 PEM key. */
  tlsOptions(): { readonly cert: string; readonly key: string }
  /** Calls `listener` after each renewal, when `tlsOptions()` already gives the new certificate. Returns how to stop that. */
  onRotate(listener: () => void): () => void
  /** Stops the timer; resolves when no file is being written any more. Idempotent. */
  close(): Promise<void>
}

/**
 * Opens the authority of `folder`, making what is missing or damaged.
 * @throws the file system's error when the folder cannot be read or written.
 */
export async function openCertificateAuthority(options: {
  readonly folder: string
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
}): Promise<CertificateAuthority> {
  const { folder, clock, ids, log } = options
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const files = certificateFiles(folder)
  await removeSideFiles(files)

  const ensure = async (): Promise<{ authority: CertificateWithKey; server: CertificateWithKey }> => {
    let authority = await readAuthority(files, clock.nowMillis())
    if (authority === undefined) {
      authority = await issueAuthority({ now: clock.nowMillis(), id: ids.guid('certificate') })
      await writeAuthority(files, authority)
      log.info({ file: files.authorityCertificate }, 'certificate authority made')
    }
    let server = await readServerCertificate(files, authority, clock.nowMillis())
    if (server === undefined) {
      server = await issueServerCertificate({ authority, now: clock.nowMillis(), id: ids.guid('certificate') })
      await writeServerCertificate(files, server)
      log.info({}, 'server certificate made')
    }
    return { authority, server }
  }

  let current = await ensure()
  let closed = false
  let renewing: Promise<void> = Promise.resolve()
  let cancel: () => void
  const listeners = new Set<() => void>()

  const renew = async (): Promise<void> => {
    try {
      current = await ensure()
      for (const listener of [...listeners]) listener()
    } catch (error) {
      // the certificate in service is still good for weeks; the next look tries again
      log.error({ error }, 'server certificate could not be renewed')
    }
  }
  const look = (): void => {
    if (closed) return
    cancel = clock.after(checkedEvery, look)
    if (!isDueForRenewal(current.server.certificate, clock.nowMillis())) return
    renewing = renewing.then(renew)
  }
  cancel = clock.after(checkedEvery, look)

  return {
    caCertificateFile: files.authorityCertificate,
    get caCertificate() {
      return current.authority.certificate
    },
    tlsOptions: () => ({ cert: current.server.certificate, key: current.server.privateKey }),
    onRotate(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      closed = true
      cancel()
      listeners.clear()
      await renewing
    },
  }
}
