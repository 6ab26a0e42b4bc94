import { describe, expect, it } from 'vitest'
import { ArmError } from '../domain/errors/arm-error.js'
import { type Preconditions, requirePreconditions } from './require-preconditions.js'

const resource = { etag: 'e-1' }

describe('requirePreconditions', () => {
  it.each<[Preconditions, { etag: string } | undefined, boolean, string]>([
    [{}, undefined, true, 'nothing asked'],
    [{ ifMatch: '"e-1"' }, resource, true, 'the tag as it was answered'],
    [{ ifMatch: 'e-1' }, resource, true, 'without its quotes'],
    [{ ifMatch: 'W/"e-1"' }, resource, true, 'weak'],
    [{ ifMatch: '"e-0", "e-1"' }, resource, true, 'one of several'],
    [{ ifMatch: '*' }, resource, true, 'any'],
    [{ ifMatch: '"e-0"' }, resource, false, 'another tag'],
    [{ ifMatch: '*' }, undefined, false, 'nothing there'],
    [{ ifNoneMatch: '*' }, undefined, true, 'nothing there, as asked'],
    [{ ifNoneMatch: '*' }, resource, false, 'something there'],
    [{ ifNoneMatch: '"e-0"' }, resource, true, 'none of that tag'],
    [{ ifNoneMatch: '"e-1"' }, resource, false, 'one of that tag'],
  ])('%j of %j holds: %s (%s)', (conditions, found, holds) => {
    const judge = () => requirePreconditions(conditions, found)
    if (holds) expect(judge).not.toThrow()
    else expect(judge).toThrow(ArmError)
  })
})
