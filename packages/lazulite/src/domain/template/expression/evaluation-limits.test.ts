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
