/** Makes the files that the variables name, unless the server has: the CA bundle and its Java form. */
import { readFileSync, statSync } from 'node:fs'
import type { DataFolder } from '../../config/data-folder.js'
import { javaTrustStore } from '../../config/java-trust-store.js'
import { writeFileWhole } from '../../config/private-file.js'
import { writeCaBundle } from '../../crypto/ca-bundle.js'

/** Idempotent; a file that is newer than what it is made from stays. @throws file system errors */
export async function ensureTrustFiles(files: DataFolder): Promise<void> {
  if (madeAt(files.caBundleFile) < madeAt(files.caCertificateFile)) {
    await writeCaBundle({ file: files.caBundleFile, caCertificate: readFileSync(files.caCertificateFile, 'utf8') })
  }
  if (madeAt(files.trustStoreFile) >= madeAt(files.caBundleFile)) return
  const pem = readFileSync(files.caBundleFile, 'utf8')
  const certificates = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  writeFileWhole(files.trustStoreFile, javaTrustStore(certificates, Date.now()))
}

/** 0 when there is no such file. */
const madeAt = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
