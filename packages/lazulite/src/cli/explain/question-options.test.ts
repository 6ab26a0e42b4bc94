import { describe, expect, it } from 'vitest'
import { attributeWord } from '../../domain/rbac/explain/explain-command.js'
import { addAttribute, scopeOf } from './question-options.js'

describe('--scope', () => {
  it.each([
    ['/subscriptions/s/resourceGroups/g', '/subscriptions/s/resourceGroups/g'],
    ['/', '/'],
    ['dev', '/subscriptions/sub/resourceGroups/dev'],
    [
      'dev/Microsoft.Compute/virtualMachines/vm1',
      '/subscriptions/sub/resourceGroups/dev/providers/Microsoft.Compute/virtualMachines/vm1',
    ],
    ['dev/N/t/a/u/b', '/subscriptions/sub/resourceGroups/dev/providers/N/t/a/u/b'],
  ])('%s is %s', (text, scope) => expect(scopeOf(text, 'sub')).toBe(scope))

  it.each(['', 'dev/', 'dev/vm1', 'dev/N/t', 'dev//t/a', 'subscriptions/s'])('%j is refused', (text) =>
    expect(() => scopeOf(text, 'sub')).toThrow('is neither an id, nor GROUP'),
  )
})

it('an id without its slash is not taken for a group', () =>
  expect(() => scopeOf('subscriptions/s/resourceGroups/g', 'sub')).toThrow(
    '--scope subscriptions/s/resourceGroups/g is neither an id, nor GROUP, nor GROUP/Namespace/type/name; did you mean /subscriptions/s/resourceGroups/g?',
  ))

describe('--attribute', () => {
  it.each([
    [['request:a:b=c'], { request: { 'a:b': 'c' } }],
    [['Resource:name=a=b'], { resource: { name: 'a=b' } }],
    [['environment:isPrivateLink:=true'], { environment: { isPrivateLink: true } }],
    [['principal:n:=3', 'principal:m:=["a","b"]'], { principal: { n: 3, m: ['a', 'b'] } }],
    [['resource:tag=a', 'resource:tag=b', 'resource:tag=c'], { resource: { tag: ['a', 'b', 'c'] } }],
    [['request:empty='], { request: { empty: '' } }],
  ])('%j', (texts, attributes) =>
    expect(texts.reduce((before, text) => addAttribute(text, before), {})).toEqual(attributes),
  )

  it('understands what the log of a refusal says', () => {
    const request = { 'a/b:text': 'x=y:=z', 'a/b:number': 3, 'a/b:list': ['p', 'q'], 'a/b:truth': false }
    const words = Object.entries(request).map(([name, value]) => attributeWord('request', { name, value }))
    expect(words.reduce((before, word) => addAttribute(word, before), {})).toEqual({ request })
  })

  it.each([
    ['name=value', 'must be SOURCE:NAME=VALUE'],
    ['body:name=value', 'SOURCE is one of request, resource, principal, environment'],
    ['request:name', 'must be SOURCE:NAME=VALUE'],
    ['request:=value', 'must be SOURCE:NAME=VALUE'],
    ['request:n:=maybe', ':= takes JSON'],
    ['request:n:={}', ':= takes JSON'],
    ['request:n:=[null]', ':= takes JSON'],
  ])('%s is refused', (text, words) => expect(() => addAttribute(text)).toThrow(words))
})
