import { execFileSync, spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { findExecutable } from '../../compute/netns/executables.js'
import { runCommand } from '../test-context.js'
import { shells } from './scripts.js'

const scripts = Object.fromEntries(
  await Promise.all(shells.map(async (shell) => [shell, await runCommand(['completion', shell])] as const)),
)

describe.each(shells)('the completion script for %s', (shell) => {
  const script = scripts[shell]?.stdout ?? ''
  it('knows every command and the options of nested ones', () => {
    expect(scripts[shell]).toMatchObject({ status: 0, stderr: '' })
    for (const word of ['start', 'credentials', 'completion', 'shell', 'assign-identity', 'compute-driver']) {
      expect(script).toContain(word)
    }
  })
  it('does not show what is hidden', () => expect(script).not.toContain('report-to-parent'))

  it.skipIf(findExecutable(shell) === undefined)('is valid', () => {
    const check = spawnSync(shell, ['-n'], { input: script })
    expect([check.status, check.stderr.toString()]).toEqual([0, ''])
  })
})

describe.skipIf(findExecutable('bash') === undefined)('completion in bash', () => {
  const complete = (...words: string[]): string[] => {
    const cursor = words.length
    const line = ['lazulite', ...words].map((word) => `'${word}'`).join(' ')
    const probe = `${scripts.bash?.stdout}\nCOMP_WORDS=(${line}); COMP_CWORD=${cursor}; _lazulite; printf '%s\\n' "\${COMPREPLY[@]}"`
    return execFileSync('bash', ['-c', probe]).toString().split('\n').filter(Boolean)
  }
  it.each<[string[], string[]]>([
    [['sta'], ['start', 'status']],
    [['vm', 'cr'], ['create']],
    [['vm', 'create', '--as'], ['--assign-identity']],
    [
      ['--data', '/x', 'vm', 'sh'],
      ['show', 'shell'],
    ],
    [['exec', '-g', 'G', '--', 'st'], []],
    [['status', '--j'], ['--json']],
  ])('after lazulite %j', (words, expected) => expect(complete(...words)).toEqual(expected))
})
