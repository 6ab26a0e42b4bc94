/** What every compute driver must do, whatever its machines are made of. Each driver's test file runs this suite. */
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ComputeDriver, type VmSpec, workstationId } from '../../ports/compute.js'
import { rememberingLog } from '../../testing/silent-log.js'
import { CallerRegistry } from '../caller-registry.js'
import type { DriverOptions } from '../driver-options.js'
import { findRuntimeEntry, readRuntimeEntry } from '../runtime-entries.js'

/** What both drivers are made from. */
export interface DriverMaterials extends DriverOptions {
  readonly log: ReturnType<typeof rememberingLog>
}

export const vmA: VmSpec = {
  vmId: 'aaaaaaaa-0000-4000-8000-000000000001',
  resourceId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/a',
  computerName: 'machine-a',
}
export const vmB: VmSpec = {
  vmId: 'bbbbbbbb-0000-4000-8000-000000000002',
  resourceId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/b',
  computerName: 'machine-b',
}

export function describeComputeDriver(
  name: string,
  makeDriver: (materials: DriverMaterials) => Promise<ComputeDriver>,
): void {
  describe(`${name} as a compute driver`, () => {
    let folder: string
    let materials: DriverMaterials
    let metadata: Server
    let driver: ComputeDriver
    let childrenBefore: readonly string[]

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'lazulite-compute-'))
      const callers = new CallerRegistry()
      metadata = createServer((request, response) => response.end(callers.vmOf(request.socket) ?? 'nobody'))
      const caCertificateFile = join(folder, 'ca.pem')
      await writeFile(caCertificateFile, 'not asked for in these tests')
      materials = {
        caCertificateFile,
        caBundleFile: caCertificateFile,
        runtimeFolder: join(folder, 'run'),
        callers,
        guests: { metadata: (socket) => metadata.emit('connection', socket), cloud: (socket) => socket.destroy() },
        log: rememberingLog(),
      }
      childrenBefore = children()
      driver = await makeDriver(materials)
    })
    afterEach(async () => {
      await driver.close()
      metadata.closeAllConnections()
      await rm(folder, { recursive: true, force: true })
    })

    it('runs nothing at first and knows no machine', async () => {
      expect(driver.running()).toEqual([])
      expect(driver.entry(vmA.vmId)).toBeUndefined()
      await expect(driver.openMetadataPort(vmA.vmId)).rejects.toThrow(`no virtual machine runs with id '${vmA.vmId}'`)
      await expect(driver.remove(vmA.vmId)).resolves.toBeUndefined()
    })

    it('starts a machine once, however often and concurrently it is asked to', async () => {
      await Promise.all([driver.ensure(vmA), driver.ensure(vmA)])
      const entry = driver.entry(vmA.vmId)
      await driver.ensure(vmA)
      expect(driver.running()).toEqual([vmA.vmId])
      expect(driver.entry(vmA.vmId)).toEqual(entry)
      expect(entry?.driver).toBe(driver.kind)
    })

    it('tells the connections of two machines apart', async () => {
      await Promise.all([driver.ensure(vmA), driver.ensure(vmB)])
      const [a, b] = await Promise.all([driver.openMetadataPort(vmA.vmId), driver.openMetadataPort(vmB.vmId)])
      expect(a).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
      expect(await driver.openMetadataPort(vmA.vmId)).toBe(a)
      expect([await textOf(a), await textOf(b)]).toEqual([vmA.vmId, vmB.vmId])
    })

    it('does not say that a connection is any machine when it did not come through one', async () => {
      await driver.ensure(vmA)
      await new Promise<void>((listening) => metadata.listen(0, '127.0.0.1', listening))
      const address = metadata.address()
      const port = typeof address === 'object' ? address?.port : undefined
      expect(await textOf(`http://127.0.0.1:${port}`)).toBe('nobody')
      await new Promise((closed) => metadata.close(closed))
    })

    it('answers a client that has closed its own side', async () => {
      await driver.ensure(vmA)
      const socket = connect({ port: Number(new URL(await driver.openMetadataPort(vmA.vmId)).port), host: '127.0.0.1' })
      socket.end('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
      let answer = ''
      for await (const chunk of socket) answer += String(chunk)
      expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 200 OK\r\n[^]*${vmA.vmId}$`))
    })

    it('describes running machines in files that only the server user may read', async () => {
      await driver.ensure(vmA)
      const file = join(materials.runtimeFolder, `${vmA.vmId}.json`)
      expect((await stat(file)).mode & 0o777).toBe(0o600)
      const expected = { resourceId: vmA.resourceId, entry: driver.entry(vmA.vmId) }
      expect(await readRuntimeEntry(materials.runtimeFolder, vmA.vmId)).toEqual(expected)
      expect(await findRuntimeEntry(materials.runtimeFolder, vmA.resourceId.toUpperCase())).toEqual(expected)
      expect(await findRuntimeEntry(materials.runtimeFolder, vmB.resourceId)).toBeUndefined()
    })

    it('describes a machine under its new id when the resource was moved', async () => {
      await driver.ensure(vmA)
      const entry = driver.entry(vmA.vmId)
      const resourceId = vmA.resourceId.replace('/g/', '/other/')
      await driver.ensure({ ...vmA, resourceId })
      expect(await readRuntimeEntry(materials.runtimeFolder, vmA.vmId)).toEqual({ resourceId, entry })
    })

    it('ends connections, ports and the description with the machine, and leaves others alone', async () => {
      await Promise.all([driver.ensure(vmA), driver.ensure(vmB)])
      const a = await driver.openMetadataPort(vmA.vmId)
      const b = await driver.openMetadataPort(vmB.vmId)
      const held = connect({ port: Number(new URL(a).port), host: '127.0.0.1' })
      const ended = new Promise((closed) => held.once('close', closed).on('error', () => {}))
      await new Promise((connected) => held.once('connect', connected))
      expect(await textOf(a)).toBe(vmA.vmId)

      await Promise.all([driver.remove(vmA.vmId), driver.remove(vmA.vmId)])

      await ended
      await expect(textOf(a)).rejects.toThrow()
      expect(driver.running()).toEqual([vmB.vmId])
      expect(driver.entry(vmA.vmId)).toBeUndefined()
      expect(await entryFiles(materials.runtimeFolder)).toEqual([`${vmB.vmId}.json`])
      expect(await textOf(b)).toBe(vmB.vmId)
    })

    it('starts a removed machine again as the same machine', async () => {
      await driver.ensure(vmA)
      await Promise.all([driver.remove(vmA.vmId), driver.ensure(vmA)])
      expect(await textOf(await driver.openMetadataPort(vmA.vmId))).toBe(vmA.vmId)
    })

    it('has one workstation, which is no virtual machine and has no metadata service', async () => {
      const [entry, again] = await Promise.all([driver.ensureWorkstation(), driver.ensureWorkstation()])
      expect(again).toEqual(entry)
      expect(driver.entry(workstationId)).toEqual(entry)
      expect(driver.running()).toEqual([])
      expect(await readRuntimeEntry(materials.runtimeFolder, workstationId)).toEqual({ entry })
      await expect(driver.openMetadataPort(workstationId)).rejects.toThrow('no virtual machine runs')
      await driver.remove(workstationId)
      expect(driver.entry(workstationId)).toBeUndefined()
    })

    it.each([
      ['the workstation', workstationId, 'not the id of a virtual machine'],
      ['a path', '../escape', 'not a machine id'],
      ['nothing', '', 'not a machine id'],
    ])('refuses a machine with the id of %s', async (_what, vmId, message) => {
      await expect(driver.ensure({ ...vmA, vmId })).rejects.toThrow(message)
      expect(driver.running()).toEqual([])
      expect(children()).toEqual(childrenBefore)
    })

    it('tells clients which certificate authorities to trust', async () => {
      await driver.ensure(vmA)
      const { caCertificateFile, caBundleFile } = materials
      expect(driver.entry(vmA.vmId)?.environment).toMatchObject({
        SSL_CERT_FILE: caBundleFile,
        REQUESTS_CA_BUNDLE: caBundleFile,
        CURL_CA_BUNDLE: caBundleFile,
        GIT_SSL_CAINFO: caBundleFile,
        NODE_EXTRA_CA_CERTS: caCertificateFile,
      })
    })

    it('leaves nothing behind when it is closed, also twice and while machines start', async () => {
      await driver.ensure(vmA)
      await driver.ensureWorkstation()
      const origin = await driver.openMetadataPort(vmA.vmId)
      const starting = driver.ensure(vmB).catch(() => {}) // it may come too late
      await Promise.all([driver.close(), driver.close()])
      await starting
      await driver.close()
      expect(driver.running()).toEqual([])
      await expect(textOf(origin)).rejects.toThrow()
      expect(await readdir(materials.runtimeFolder)).toEqual([])
      expect(children()).toEqual(childrenBefore)
      await expect(driver.ensure(vmA)).rejects.toThrow('the compute driver is closed')
    })

    it('cleans up after a server that was killed, and touches no other file', async () => {
      await driver.ensure(vmA)
      const { runtimeFolder } = materials
      await writeFile(join(runtimeFolder, `${vmB.vmId}.json`), JSON.stringify({ entry: driver.entry(vmA.vmId) }))
      await writeFile(join(runtimeFolder, `${vmB.vmId}.json.tmp`), '{"half')
      await writeFile(join(runtimeFolder, 'server.json'), '{"pid":1}')
      const next = await makeDriver(materials)
      expect(await entryFiles(runtimeFolder)).toEqual(['server.json'])
      await next.close()
    })

    it('reports no problem in all this', async () => {
      await driver.ensure(vmA)
      await driver.remove(vmA.vmId)
      await driver.close()
      expect(materials.log.entries.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([])
    })
  })
}

/** One request on a connection of its own. */
const textOf = async (origin: string): Promise<string> =>
  (await fetch(origin, { headers: { connection: 'close' }, signal: AbortSignal.timeout(5_000) })).text()

const entryFiles = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter((name) => name.includes('.json'))

/** Pids of this process's children; empty where there is no /proc. */
function children(): string[] {
  try {
    return readdirSync('/proc/self/task').flatMap((task) =>
      readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
    )
  } catch {
    return []
  }
}
