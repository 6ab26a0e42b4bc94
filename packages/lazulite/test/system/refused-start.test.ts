/** Starts that must not succeed: one clear line, exit status 1, nothing harmed. */
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, describe, expect, it } from 'vitest'
import { bin, execute, isBuilt, LazuliteProcess } from './lazulite-process.js'

const folders: string[] = []
const servers: LazuliteProcess[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})
const newData = (): string => {
  const data = LazuliteProcess.newData()
  folders.push(data)
  return data
}
const started = async (data: string): Promise<LazuliteProcess> => {
  const server = await LazuliteProcess.start(data)
  servers.push(server)
  return server
}
const tryStart = (data: string, ...args: string[]) =>
  execute(process.execPath, [
    bin,
    'start',
    '--json',
    '--data',
    data,
    ...(args.includes('--port') ? [] : ['--port', '0']),
    ...args,
  ])
/** Log lines of a first start may come before; what is wrong is one line, the last. */
const saysOneThing = (text: string): boolean =>
  text
    .trim()
    .split('\n')
    .filter((line) => !/^\d\d:\d\d:\d\d (info|warn) /.test(line)).length === 1

describe.skipIf(!isBuilt)('a start that cannot be', () => {
  it('refuses a data folder that another server uses, which goes on undisturbed', async () => {
    const data = newData()
    const server = await started(data)
    const second = await tryStart(data)
    expect([second.status, second.stdout, saysOneThing(second.stderr)]).toEqual([1, '', true])
    expect(second.stderr).toContain(data)
    expect(JSON.parse(await server.must('status', '--json'))).toMatchObject({ origin: server.ready.origin })
  }, 60_000)

  it('names a port that is in use', async () => {
    const taken = createServer()
    await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done))
    const { port } = taken.address() as { port: number }
    const { status, stderr } = await tryStart(newData(), '--port', String(port))
    taken.close()
    expect([status, saysOneThing(stderr)]).toEqual([1, true])
    expect(stderr).toContain(String(port))
  }, 60_000)

  it('refuses a database from a newer version without touching it', async () => {
    const data = newData()
    await (await started(data)).stop()
    const file = join(data, 'lazulite.db')
    const database = new DatabaseSync(file)
    database.exec("insert into migration (number, name) values (9999, 'from the future')")
    database.close()
    const before = readFileSync(file)
    const { status, stderr } = await tryStart(data)
    expect([status, saysOneThing(stderr)]).toEqual([1, true])
    expect(stderr).toMatch(/newer/)
    expect(readFileSync(file).equals(before)).toBe(true)
  }, 60_000)

  it('refuses a data folder that is a file', async () => {
    const data = join(newData(), 'file')
    writeFileSync(data, 'x')
    const { status, stderr } = await tryStart(data)
    expect([status, saysOneThing(stderr), readFileSync(data, 'utf8')]).toEqual([1, true, 'x'])
  }, 60_000)

  // Root may write everywhere.
  it.skipIf(process.getuid?.() === 0)(
    'refuses a data folder that is read-only',
    async () => {
      const data = join(newData(), 'locked')
      mkdirSync(data)
      chmodSync(data, 0o500)
      const { status, stderr } = await tryStart(data)
      expect([status, saysOneThing(stderr)]).toEqual([1, true])
      expect(stderr).toContain('not writable')
    },
    60_000,
  )

  it('heals what an interrupted first start left', async () => {
    const data = newData()
    writeFileSync(join(data, 'ca.pem'), 'half a certif')
    writeFileSync(join(data, 'server.json'), '{"origin":')
    const server = await started(data)
    expect(existsSync(join(data, 'lazulite.db'))).toBe(true)
    expect((await server.arm('GET', '/subscriptions?api-version=2020-01-01')).status).toBe(200)
  }, 60_000)

  it.each([
    [['start', '--port', 'abc'], 2],
    [['start', '--no-such-option'], 2],
    [['no-such-command'], 2],
    [['status', '--data', '/nonexistent/lazulite'], 1],
  ])(
    'answers lazulite %j with status %i and one line',
    async (args, expected) => {
      const { status, stderr } = await execute(process.execPath, [bin, ...args])
      expect([status, stderr.trim() !== '']).toEqual([expected, true])
    },
    60_000,
  )
})
