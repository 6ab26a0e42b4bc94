import { describe, expect, it } from 'vitest'
import type { AccessQuestion } from '../decision.js'
import { explainCommand } from './explain-command.js'

const scope = '/subscriptions/s/resourceGroups/g'
const begin = `lazulite explain --principal p1 --action a/b/write --scope ${scope}`

describe('explainCommand', () => {
  it.each<[string, AccessQuestion, string]>([
    ['a plain question', { action: 'a/b/write', scope }, ''],
    ['a data action', { action: 'a/b/write', scope, isDataAction: true }, ' --data-action'],
    ['a suboperation', { action: 'a/b/write', scope, subOperation: 'Blob.List' }, ' --sub-operation Blob.List'],
    [
      'attributes, texts and others',
      {
        ...{ action: 'a/b/write', scope },
        attributes: {
          request: { 'Microsoft.A/b:id': 'x', 'Microsoft.A/b:name': "it's" },
          environment: { isPrivateLink: true },
          principal: { 'Id:set_levels': [1, 2] },
        },
      },
      ` --attribute request:Microsoft.A/b:id=x --attribute 'request:Microsoft.A/b:name=it'\\''s' --attribute 'principal:Id:set_levels:=[1,2]' --attribute environment:isPrivateLink:=true`,
    ],
  ])('%s', (_what, question, rest) => expect(explainCommand('p1', question)).toBe(`${begin}${rest}`))

  it('quotes a scope with a space', () =>
    expect(explainCommand('p1', { action: 'a/b/write', scope: '/a b' })).toContain("--scope '/a b'"))
})
