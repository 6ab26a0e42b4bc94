import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { appendCertificate, writeCaBundle } from './ca-bundle.js'
import { issueAuthority } from './issue-certificates.js'

const { certificate } = await issueAuthority({
  now: Date.parse('2030-01-01T00:00:00Z'),
  id: '00000001-0000-4000-8000-000000000000',
})
const hostRoot = rootCertificates[0] ?? ''

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lazulite-bundle-'))
})
afterEach(() => rm(folder, { recursive: true }))

const write = (systemFiles: readonly string[]) =>
  writeCaBundle({ file: join(folder, 'bundle.pem'), caCertificate: certificate, systemFiles })
const written = () => readFile(join(folder, 'bundle.pem'), 'utf8')
const ours = `\n\n# CN=Lazulite local CA 00000001, O=Lazulite\n${certificate}`

describe('writeCaBundle', () => {
  it('puts our certificate after the first system bundle there is', async () => {
    await writeFile(join(folder, 'second.crt'), `${hostRoot}\n`)
    await writeFile(join(folder, 'third.crt'), certificate)
    await write([join(folder, 'first.crt'), join(folder, 'second.crt'), join(folder, 'third.crt')])
    expect(await written()).toBe(`${hostRoot}${ours}`)
    expect((await stat(join(folder, 'bundle.pem'))).mode & 0o777).toBe(0o600)
  })

  it('passes over a bundle without any certificate', async () => {
    await writeFile(join(folder, 'empty.crt'), '# nothing\n')
    await writeFile(join(folder, 'second.crt'), hostRoot)
    await write([join(folder, 'empty.crt'), join(folder, 'second.crt')])
    expect(await written()).toBe(`${hostRoot}${ours}`)
  })

  it('uses the roots of Node.js on a host without a bundle', async () => {
    await write([join(folder, 'absent.crt')])
    expect(await written()).toBe(`${rootCertificates.join('\n')}${ours}`)
  })
})

describe('appendCertificate', () => {
  it('adds a certificate once', () => {
    const once = appendCertificate(hostRoot, certificate)
    expect(appendCertificate(once, certificate)).toBe(once)
  })
  it('makes a bundle out of nothing', () => {
    expect(appendCertificate('', certificate)).toBe(ours.trimStart())
  })
})
