/** The CA bundle that the server keeps, as a Java key store; made when someone first asks for the variables that name it. */
import { readFileSync, statSync } from 'node:fs'
import type { DataFolder } from '../../config/data-folder.js'
import { javaTrustStore } from '../../config/java-trust-store.js'
import { writeFileWhole } from '../../config/private-file.js'

/** Idempotent; a store that is newer than the bundle stays. @throws file system errors */
export function ensureTrustStore(files: Pick<DataFolder, 'caBundleFile' | 'trustStoreFile'>): void {
  const bundle = statSync(files.caBundleFile)
  const store = statSync(files.trustStoreFile, { throwIfNoEntry: false })
  if (store !== undefined && store.mtimeMs >= bundle.mtimeMs) return
  const pem = readFileSync(files.caBundleFile, 'utf8')
  const certificates = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  writeFileWhole(files.trustStoreFile, javaTrustStore(certificates, Date.now()), 0o644)
}
