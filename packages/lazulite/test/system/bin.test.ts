/** The start program under a host's old Node: it hands over to the Node that npm brought, and says what is missing. */
import { spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { bin, execute, isBuilt } from './lazulite-process.js'

/** A Node of this host that is too old for the product, if there is one. */
async function findOldNode(): Promise<string | undefined> {
  for (const node of ['/usr/bin/node', '/usr/local/bin/node']) {
    const { status, stdout } = await execute(node, ['--version'])
    const [, major, minor] = /^v(\d+)\.(\d+)/.exec(stdout) ?? []
    const version = Number(major) * 100 + Number(minor)
    if (status === 0 && version >= 2000 && version < 2216) return node
  }
  return undefined
}
const oldNode = await findOldNode()

const folder = mkdtempSync(join(tmpdir(), 'lazulite-bin-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('says how to build what is not built', async () => {
  mkdirSync(join(folder, 'bin'), { recursive: true })
  const copy = join(folder, 'bin', 'lazulite.mjs')
  copyFileSync(bin, copy)
  expect(await execute(process.execPath, [copy, 'status'])).toEqual({
    status: 1,
    stdout: '',
    stderr: 'error: Lazulite is not built; run in the checkout: npm ci\n',
  })
})

describe.skipIf(oldNode === undefined || !isBuilt)(
  `under an old Node${oldNode === undefined ? ' (skipped: none here)' : ''}`,
  () => {
    const node = oldNode ?? ''
    const data = join(folder, 'data')
    const lazulite = (...args: string[]) => execute(node, [bin, '--data', data, ...args])

    it('runs under the Node that npm brought', async () => {
      const { status, stdout } = await lazulite('version', '--json')
      expect([status, Number(JSON.parse(stdout).node.split('.')[0])]).toEqual([0, 24])
    }, 60_000)

    it('passes exit statuses and both outputs through', async () => {
      expect(await lazulite('status')).toEqual({
        status: 1,
        stdout: '',
        stderr: `error: no server runs on ${data}; start one with: lazulite start\n`,
      })
      expect((await lazulite('bogus')).status).toBe(2)
    }, 60_000)

    it('passes signals and standard input through; the ready line names the process that listens', async () => {
      const server = spawn(node, [bin, 'start', '--json', '--port', '0', '--data', data], {
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      const ended = new Promise((done) => server.once('exit', (code, signal) => done(signal ?? code)))
      const line = await new Promise<string>((done) =>
        server.stdout.once('data', (part: Buffer) => done(part.toString())),
      )
      const ready = JSON.parse(line)
      expect(ready.pid).not.toBe(server.pid)
      const { stdout } = await lazulite('status', '--json')
      expect(JSON.parse(stdout)).toMatchObject({ origin: ready.origin, pid: ready.pid })

      const cat = spawn(node, [bin, '--data', data, 'exec', '--', 'sh', '-c', 'cat; exit 9'], {
        stdio: ['pipe', 'pipe', 'ignore'],
      })
      let copied = ''
      cat.stdout.on('data', (part: Buffer) => {
        copied += part.toString()
      })
      cat.stdin.end('hello\n')
      expect([await new Promise((done) => cat.once('close', done)), copied]).toEqual([9, 'hello\n'])

      server.kill('SIGTERM')
      expect(await ended).toBe(0)
      expect((await lazulite('status')).status).toBe(1)
    }, 60_000)

    it('says which Node it needs when none was brought', async () => {
      const lone = join(folder, 'lone')
      mkdirSync(join(lone, 'bin'), { recursive: true })
      mkdirSync(join(lone, 'dist'))
      copyFileSync(bin, join(lone, 'bin', 'lazulite.mjs'))
      copyFileSync(bin, join(lone, 'dist', 'lazulite.js'))
      const { status, stdout, stderr } = await execute(node, [join(lone, 'bin', 'lazulite.mjs'), 'status'])
      expect([status, stdout]).toEqual([1, ''])
      expect(stderr).toMatch(/^error: Lazulite needs Node 22\.16 or later, and this is Node 2\d\.\d+\.\d+\n$/)
    }, 60_000)
  },
)
