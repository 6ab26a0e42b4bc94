import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { buildWholeProgram } from '../program.js'
import { memoryOutput } from '../test-context.js'
import { reference } from './reference.js'

const text = reference(
  await buildWholeProgram({
    env: {},
    platform: 'linux',
    home: '/home/you',
    workingFolder: '/home/you',
    stdout: memoryOutput(),
    stderr: memoryOutput(),
    exitWith() {},
  }),
)

/** Written anew by `npm run docs`. */
it('is what docs/cli.md holds', async () => {
  await expect(text).toMatchFileSnapshot(resolve(import.meta.dirname, '../../../../../docs/cli.md'))
})

it('fits a terminal of 80 columns', () => {
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([])
})
