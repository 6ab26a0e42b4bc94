import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { memoryOutput } from '../test-context.js'
import { painter } from './colour.js'
import { showProgress } from './progress.js'
import { facts, table, wrapped } from './table.js'

describe('table', () => {
  const rows = [
    ['vm1', 'DevTest', 'westus'],
    ['a-much-longer-name', 'G', 'eastus2'],
  ]
  it('aligns columns under their heads, without trailing blanks', () =>
    expect(table(['name', 'group', 'location'], rows)).toEqual([
      'NAME                GROUP    LOCATION',
      'vm1                 DevTest  westus',
      'a-much-longer-name  G        eastus2',
    ]))

  it('cuts the widest columns when a row is too wide', () =>
    expect(table(['name', 'group', 'location'], rows, 30)).toEqual([
      'NAME         GROUP    LOCATION',
      'vm1          DevTest  westus',
      'a-much-lon…  G        eastus2',
    ]))

  it.each([10, 20, 40, 80])('is never wider than %i columns while its columns have four', (width) => {
    const lines = table(['a', 'b'], [['x'.repeat(100), 'y'.repeat(100)]], width)
    expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(width)
  })

  it('shows heads alone for no rows', () => expect(table(['name', 'group'], [])).toEqual(['NAME  GROUP']))
})

it('facts are aligned and never cut', () =>
  expect(
    facts([
      ['a', 'x'.repeat(100)],
      ['long', ''],
    ]),
  ).toEqual([`a     ${'x'.repeat(100)}`, 'long']))

describe('wrapped', () => {
  it.each([
    ['', 10, []],
    ['one', 10, ['one']],
    ['one two three', 7, ['one two', 'three']],
    ['one two three', 8, ['one two', 'three']],
    ['a-word-that-is-longer b', 5, ['a-word-that-is-longer', 'b']],
  ])('%j to %i', (text, width, expected) => expect(wrapped(text, width)).toEqual(expected))
})

describe('colour', () => {
  const red = '\u001b[31mx\u001b[39m'
  it.each([
    ['a terminal', true, {}, red],
    ['a pipe', false, {}, 'x'],
    ['NO_COLOR', true, { NO_COLOR: '1' }, 'x'],
    ['an empty NO_COLOR', true, { NO_COLOR: '' }, red],
    ['FORCE_COLOR in a pipe', false, { FORCE_COLOR: '1' }, red],
    ['FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, 'x'],
    ['FORCE_COLOR and NO_COLOR', false, { FORCE_COLOR: '1', NO_COLOR: '1' }, red],
    ['a dumb terminal', true, { TERM: 'dumb' }, 'x'],
  ])('with %s', (_what, isTTY, env, expected) => expect(painter(memoryOutput(isTTY), env)('red', 'x')).toBe(expected))
})

describe('progress', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is silent for what ends within a second', () => {
    const output = memoryOutput(true)
    {
      using _progress = showProgress(output, 'waiting')
      vi.advanceTimersByTime(900)
    }
    vi.advanceTimersByTime(5000)
    expect(output.text()).toBe('')
  })

  it('shows one line after a second, what it was told last, and takes it away', () => {
    const output = memoryOutput(true)
    {
      using progress = showProgress(output, 'waiting')
      vi.advanceTimersByTime(1000)
      progress.update('x'.repeat(100))
      vi.advanceTimersByTime(500)
    }
    expect(output.text()).toBe(`\r\u001b[Kwaiting (1 s)\r\u001b[K${'x'.repeat(79)}\r\u001b[K`)
  })

  it('is silent where there is no terminal', () => {
    const output = memoryOutput(false)
    {
      using _progress = showProgress(output, 'waiting')
      vi.advanceTimersByTime(5000)
    }
    expect(output.text()).toBe('')
  })
})
