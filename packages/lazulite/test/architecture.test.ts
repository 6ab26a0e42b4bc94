/** The house rules that a reader cannot check by eye: who may import whom, and that no file outgrows one sitting. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../src')

/** Layer → layers it may import besides itself. Files directly under `src` (compose, main, server) may import everything. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  domain: ['data'],
  ports: ['domain'],
  operations: ['domain', 'ports'],
  providers: ['domain', 'ports', 'operations', 'data'],
  endpoints: ['domain', 'ports', 'operations', 'providers', 'data'],
  stores: ['domain', 'ports'],
  compute: ['domain', 'ports'],
  crypto: ['domain', 'ports'],
  gateway: ['domain', 'ports', 'crypto'],
  config: ['domain'],
  cli: [
    'domain',
    'ports',
    'operations',
    'providers',
    'endpoints',
    'stores',
    'compute',
    'crypto',
    'gateway',
    'config',
    'data',
  ],
  testing: ['domain', 'ports', 'operations', 'providers', 'endpoints', 'stores', 'compute', 'crypto', 'config', 'data'],
}

/** A room's tests may also use the test kit and, to run against real parts, the adapters. */
const allowedInTests = ['testing', 'stores', 'crypto', 'compute', 'operations', 'providers', 'domain', 'ports', 'data']

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.replaceAll('\\', '/'))

const layerOf = (file: string): string => (file.includes('/') ? (file.split('/')[0] ?? '') : '')

const textOf = (file: string): string => readFileSync(join(root, file), 'utf8')

function importsOf(file: string): string[] {
  const text = textOf(file)
  const specifiers = [...text.matchAll(/(?:from\s+|import\(\s*|import\s+)'(\.[^']+)'/g)].map(
    ([, specifier = '']) => specifier,
  )
  return specifiers.map((specifier) => relative(root, resolve(root, dirname(file), specifier)).replaceAll('\\', '/'))
}

describe('the direction of imports', () => {
  const offences = files.flatMap((file) => {
    const layer = layerOf(file)
    if (layer === '') return []
    const isTest = /\.test\.ts$|-fixture\.ts$|\/contract\/|\/testing\//.test(file)
    const may = new Set([layer, ...(allowed[layer] ?? []), ...(isTest ? allowedInTests : [])])
    return importsOf(file)
      .filter(
        (target) => !may.has(layerOf(target)) && !(layerOf(target) === '' && (layer === 'cli' || layer === 'testing')),
      )
      .map((target) => `${file} imports ${target}`)
  })
  it('never points the wrong way', () => expect(offences).toEqual([]))

  it('knows every layer there is', () => {
    const layers = new Set(files.map(layerOf).filter((layer) => layer !== ''))
    expect([...layers].filter((layer) => allowed[layer] === undefined && layer !== 'data')).toEqual([])
  })

  it('keeps providers apart from each other', () => {
    const provider = (file: string): string => file.split('/')[1] ?? ''
    const crossing = files
      .filter((file) => file.startsWith('providers/') && file.split('/').length > 2)
      .flatMap((file) =>
        importsOf(file)
          .filter((target) => /^providers\/[^/]+\//.test(target) && provider(target) !== provider(file))
          .map((target) => `${file} imports ${target}`),
      )
    expect(crossing).toEqual([])
  })

  it('keeps the domain free of clocks, randomness, processes, network and files', () => {
    const forbidden =
      /\bDate\.now\(|\bnew Date\(\)|Math\.random\(|\bprocess\.|\bfetch\(|\bperformance\.|(?<![\w.'-])crypto\.|\bset(?:Timeout|Interval|Immediate)\(/
    const offenders = files
      .filter((file) => file.startsWith('domain/') && !file.endsWith('.test.ts'))
      .filter((file) => forbidden.test(textOf(file)))
    expect(offenders).toEqual([])
  })

  it('gives the domain nothing from outside: no package, no module of Node', () => {
    const offenders = files
      .filter((file) => file.startsWith('domain/') && !/\.test\.ts$|-fixture\.ts$/.test(file))
      .filter((file) =>
        /^(?:import|export)\b[^'"]*? from '[^.]|^import '[^.]|\bimport\('[^.]|\brequire\(/m.test(textOf(file)),
      )
    expect(offenders).toEqual([])
  })
})

describe('the size of files', () => {
  it('stays within what one person reads in one sitting', () => {
    const long = files
      .map((file) => ({ file, lines: textOf(file).split('\n').length }))
      .filter(({ file, lines }) => lines > (file.endsWith('.test.ts') ? 700 : 420))
    expect(long).toEqual([])
  })
})
