import { describe, expect, it } from 'vitest'
import { GraphError } from '../../domain/errors/graph-error.js'
import { parseGraphPath } from './graph-path.js'

describe('parseGraphPath', () => {
  it.each([
    ['/v1.0/users', { version: 'v1.0', segments: [{ text: 'users' }], isCount: false }],
    ['//V1.0//users/', { version: 'v1.0', segments: [{ text: 'users' }], isCount: false }],
    [
      '/beta/users/ann%40x.example',
      { version: 'beta', segments: [{ text: 'users' }, { text: 'ann@x.example' }], isCount: false },
    ],
    [
      "/v1.0/servicePrincipals(appId='x')/owners",
      {
        version: 'v1.0',
        segments: [{ text: 'servicePrincipals' }, { text: 'x', keyOf: 'appId' }, { text: 'owners' }],
        isCount: false,
      },
    ],
    [
      "/v1.0/users('$o''neil')",
      { version: 'v1.0', segments: [{ text: 'users' }, { text: "$o'neil", keyOf: '' }], isCount: false },
    ],
    ['/v1.0/users/$count', { version: 'v1.0', segments: [{ text: 'users' }], isCount: true }],
    [
      '/v1.0/groups/g/members/microsoft.graph.user/$count',
      {
        version: 'v1.0',
        segments: [{ text: 'groups' }, { text: 'g' }, { text: 'members' }],
        isCount: true,
        cast: 'user',
      },
    ],
    [
      '/v1.0/groups/g/members/$ref',
      {
        version: 'v1.0',
        segments: [{ text: 'groups' }, { text: 'g' }, { text: 'members' }, { text: '$ref' }],
        isCount: false,
      },
    ],
    ['/v1.0/users/delta()', { version: 'v1.0', segments: [{ text: 'users' }, { text: 'delta()' }], isCount: false }],
  ])('reads %s', (path, expected) => expect(parseGraphPath(path)).toEqual(expected))

  it.each([
    ['/v2.0/users', new GraphError('InvalidVersion', { version: 'v2.0' })],
    ['/', new GraphError('InvalidVersion', { version: '' })],
    ['/v1.0/users/%zz', new GraphError('SegmentNotFound', { segment: '%zz' })],
    ["/v1.0/users(a='b',c='d')", new GraphError('SegmentNotFound', { segment: "users(a='b',c='d')" })],
  ])('refuses %s', (path, error) => expect(() => parseGraphPath(path)).toThrow(error))
})
