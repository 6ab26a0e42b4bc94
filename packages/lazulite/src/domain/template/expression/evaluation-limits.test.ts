import { describe, expect, it } from 'vitest'
import type { Json } from '../../json.js'
import { planFor, refusalOf, valueOfExpression } from '../template-fixture.js'
import { weightOf } from './evaluation-limits.js'

/** A resource whose body is this expression. */
const body = (value: string, sections = {}) =>
  refusalOf(() =>
    planFor({ ...sections, resources: [{ type: 'A.B/c', apiVersion: '1', name: 'n', properties: { value } }] }),
  )

const chain = (step: (before: string) => string) =>
  Object.fromEntries(
    Array.from({ length: 100 }, (_, n) => [`v${n}`, n === 0 ? 'seed' : `[${step(`variables('v${n - 1}')`)}]`]),
  )

describe('a template that would stop everyone is refused', () => {
  it.each([
    ['texts that double', (v: string) => `concat(${v}, ${v})`],
    ['lists that double', (v: string) => `createArray(${v}, ${v})`],
    ['objects that double', (v: string) => `createObject('a', ${v}, 'b', ${v})`],
  ])('%s', (_, step) => expect(body("[variables('v99')]", { variables: chain(step) })).toContain('is too big'))

  it('loops within loops', () =>
    expect(
      body(
        "[map(range(0, 10000), lambda('x', map(range(0, 10000), lambda('y', add(lambdaVariables('x'), lambdaVariables('y'))))))]",
      ),
    ).toMatch(/is too big|too many expressions/))

  const nested = (depth: number, inner: Json): Json =>
    depth === 0 ? inner : { copy: [{ name: `l${depth}`, count: 800, input: nested(depth - 1, inner) }] }

  it('property loops within property loops, though nothing in them is called', () =>
    expect(body("[variables('v')]", { variables: { v: nested(3, 'text') } })).toContain('too many expressions'))

  it('loops of resources within loops of resources', () => {
    const copy = { name: 'c', count: 800 }
    const child = (name: string, resources: Json[]): Json => ({ type: 'c', apiVersion: '1', name, copy, resources })
    const resources = [{ type: 'A.B/c', apiVersion: '1', name: 'n', resources: [child('x', [child('y', [])])] }]
    expect(refusalOf(() => planFor({ resources }))).toContain('too many expressions')
  })

  it('big values used again and again', () =>
    expect(
      body("[map(range(0, 10000), lambda('x', length(variables('big'))))]", {
        variables: { big: "[padLeft('', 1000000)]" },
      }),
    ).toContain('too many expressions'))

  it('values nested too deeply', () =>
    expect(
      body("[variables('v99')]", { variables: chain((v) => `${'createArray('.repeat(10)}${v}${')'.repeat(10)}`) }),
    ).toContain('is too big'))

  it.each(['union(%, %)', 'intersection(%, %)', "length(union(%, createArray('x')))"])(
    'not so: %s of long lists, which takes no time',
    (call) => {
      const text = call.replaceAll('%', 'range(0, 10000)')
      const started = performance.now()
      for (let time = 0; time < 5; time++) valueOfExpression(text)
      expect(performance.now() - started).toBeLessThan(5000)
    },
  )

  it('a function that calls itself', () => {
    const functions = [
      {
        namespace: 'f',
        members: {
          a: { parameters: [], output: { type: 'int', value: '[f.b()]' } },
          b: { parameters: [], output: { type: 'int', value: '[f.a()]' } },
        },
      },
    ]
    expect(body('[f.a()]', { functions })).toContain("The user-defined function 'f.a' calls itself.")
  })

  it.each([
    ['calls', `${'not('.repeat(3000)}true()${')'.repeat(3000)}`],
    ['members', `createObject()${'.a'.repeat(5000)}`],
    ['indexes', `${'createArray()['.repeat(1000)}0${']'.repeat(1000)}`],
  ])('%s nested too deeply', (_, text) =>
    expect(refusalOf(() => valueOfExpression(text))).toBe('The language expression is nested too deeply.'),
  )

  it.each([
    "padLeft('a', 2000000000)",
    "format('{0,2000000000}', 1)",
    "format('{0:D999999999}', 1)",
    `replace(padLeft('', 1000000, 'a'), 'a', padLeft('', 1000000, 'b'))`,
  ])('%s', (text) =>
    expect(refusalOf(() => valueOfExpression(text))).toMatch(/too big|not in a correct format|was invalid/),
  )

  it.each(["format('{0:F200}', 1)", "format('{0:E300}', 1)", "format('{0:G300}', 1)"])('%s is not', (text) =>
    expect(valueOfExpression(text)).toMatch(/^1/),
  )
})

it('a value weighs about what its JSON does', () => {
  const value: Json = { name: ['text', 1, null, { inner: true }], other: '' }
  expect(Math.abs(weightOf(value) - JSON.stringify(value).length)).toBeLessThan(20)
})
