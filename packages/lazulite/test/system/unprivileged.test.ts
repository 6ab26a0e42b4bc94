/** Everything works the same for a user without any privilege. Runs where this test itself may become such a user: as root. */
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { detectCompute } from '../../src/compute/detect.js'
import { execute, isBuilt, type Launcher, LazuliteProcess } from './lazulite-process.js'

const nobody = 65534
const isRoot = process.getuid?.() === 0
const hasSetpriv = (await execute('setpriv', ['--version'])).status === 0
const support = await detectCompute()
const canRun = isBuilt && isRoot && hasSetpriv && support.driver === 'netns'

describe.skipIf(!canRun)('as an unprivileged user', () => {
  let home: string
  let launcher: Launcher
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'lazulite-nobody-'))
    chmodSync(home, 0o755)
    const source = resolve(import.meta.dirname, '../..')
    for (const part of ['bin', 'dist', 'package.json'])
      cpSync(join(source, part), join(home, 'lazulite', part), { recursive: true })
    cpSync(process.execPath, join(home, 'node'))
    for (const folder of ['data', 'own']) {
      mkdirSync(join(home, folder))
      chownSync(join(home, folder), nobody, nobody)
    }
    launcher = {
      node: join(home, 'node'),
      bin: join(home, 'lazulite/bin/lazulite.mjs'),
      prefix: ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--no-new-privs'],
      environment: { PATH: process.env.PATH, HOME: join(home, 'own') },
    }
  })
  afterAll(() => rmSync(home, { recursive: true, force: true }))

  it('plays the tutorial, machines and all', async () => {
    const server = await LazuliteProcess.start(join(home, 'data'), [], launcher)
    try {
      expect(JSON.parse(await server.must('doctor', '--json'))).toBeDefined()
      const { status, stdout, stderr } = await server.run('tutorial', 'linux-vm-system-assigned')
      expect(status, `${stdout}${stderr}`).toBe(0)
      expect(stdout).toContain('"name":"DevTest')
    } finally {
      await server.stop()
    }
  }, 60_000)

  it('is told in one line that a data folder is not writable', async () => {
    const [file = '', ...prefix] = launcher.prefix
    mkdirSync(join(home, 'locked'))
    const { status, stderr } = await execute(
      file,
      [...prefix, launcher.node, launcher.bin, 'start', '--port', '0', '--data', join(home, 'locked')],
      launcher.environment,
    )
    expect([status, stderr.trim().split('\n').length]).toEqual([1, 1])
    expect(stderr).toContain(join(home, 'locked'))
  }, 60_000)
})
