import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { CliContext } from '../context.js'
import { memoryOutput } from '../test-context.js'
import { openAzureCli } from './azure-cli.js'

const folder = mkdtempSync(join(tmpdir(), 'lazulite-az-test-'))
afterAll(() => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, 'az'), '#!/bin/sh\n')
chmodSync(join(folder, 'az'), 0o755)
writeFileSync(join(folder, 'notes'), 'no program')

const contextWith = (env: Record<string, string>): CliContext => ({
  ...{ env, platform: 'linux', home: '/', workingFolder: folder, stdout: memoryOutput(), stderr: memoryOutput() },
  exitWith() {},
})

describe('the Azure CLI of a tutorial', () => {
  it.each([
    ['on the path', { PATH: `/nowhere:${folder}` }],
    ['where AZURE_CLI says', { PATH: '', AZURE_CLI: join(folder, 'az') }],
    ['where AZURE_CLI says, from here', { PATH: '', AZURE_CLI: './az' }],
  ])('is found %s', (_where, env) => {
    expect(() => openAzureCli(contextWith(env), folder).close()).not.toThrow()
  })

  it.each([
    ['there is none', { PATH: '/nowhere' }, /^the tutorial uses Azure CLI, which is not installed: .*pip install/],
    ['AZURE_CLI names nothing', { PATH: folder, AZURE_CLI: './azz' }, /^AZURE_CLI is \.\/azz, which is no program$/],
    ['AZURE_CLI names no program', { PATH: folder, AZURE_CLI: 'notes' }, /^AZURE_CLI is notes, which is no program$/],
  ])('is asked for in one line when %s', (_why, env, message) => {
    expect(() => openAzureCli(contextWith(env), folder)).toThrow(message)
  })

  it('runs with a profile of its own, which is gone afterwards', async () => {
    // in place of this program: whatever it is started with, it shows where az would keep its profile
    const script = join(folder, 'lazulite.mjs')
    writeFileSync(script, 'console.log(process.env.AZURE_CONFIG_DIR, process.argv.slice(2, 5).join(" "))')
    const [before] = process.argv.splice(1, 1, script)
    const az = openAzureCli(contextWith({ PATH: folder, AZURE_CONFIG_DIR: '/home/somebody/.azure' }), folder)
    try {
      const { output } = await az.run('az group list')
      const [profile = '', ...command] = output.trim().split(' ')
      expect({ command: command.join(' '), isTheirs: profile === '/home/somebody/.azure' }).toEqual({
        ...{ command: 'exec -- sh', isTheirs: false },
      })
      expect(existsSync(profile)).toBe(true)
      az.close()
      expect(existsSync(profile)).toBe(false)
    } finally {
      process.argv.splice(1, 1, ...(before === undefined ? [] : [before]))
    }
  })
})
