/** The X.509 library takes about 100 ms to load; a start that issues nothing must not pay for it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { fakeClock } from '../testing/fake-clock.js'
import { sequentialIds } from '../testing/sequential-ids.js'
import { silentLog } from '../testing/silent-log.js'
import { openCertificateAuthority } from './certificate-authority.js'
import { loadX509 } from './x509-library.js'

vi.mock('./x509-library.js', { spy: true })

it('opens an existing folder without loading the X.509 library', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lazulite-ca-'))
  const open = () => openCertificateAuthority({ folder, clock: fakeClock(), ids: sequentialIds(), log: silentLog })
  await (await open()).close()
  expect(loadX509).toHaveBeenCalled()
  vi.mocked(loadX509).mockClear()
  await (await open()).close()
  expect(loadX509).not.toHaveBeenCalled()
  await rm(folder, { recursive: true })
})
