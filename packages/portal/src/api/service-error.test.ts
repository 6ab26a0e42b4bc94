import { describe, expect, it } from 'vitest'
import { describeForCopy, readServiceError, refusedAccessOf, ServiceError } from './service-error.js'

const request = { method: 'PUT', url: '/subscriptions/s?api-version=1' }
const read = (body: unknown, status = 400) => readServiceError(body, { status, request }).facts

describe('readServiceError', () => {
  it.each([
    ["ARM's and Graph's envelope", { error: { code: 'Conflict', message: 'Not now.' } }],
    ['no envelope', { code: 'Conflict', message: 'Not now.' }],
    ['the envelope of OData', { 'odata.error': { code: 'Conflict', message: 'Not now.' } }],
  ])('takes code and words from %s', (_name, body) => {
    expect(read(body, 409)).toEqual({ code: 'Conflict', message: 'Not now.', status: 409, request })
  })

  it('keeps details that are none the less of some use', () => {
    const details = [{ code: 'A', message: 'a' }, { message: 'b' }, 'c', null]
    expect(read({ error: { code: 'X', message: 'x', details } }).details).toEqual([
      { code: 'A', message: 'a' },
      { code: '', message: 'b' },
    ])
  })

  it.each([
    ['text of somebody in between', '<h1>Bad gateway</h1>', '<h1>Bad gateway</h1>'],
    ['nothing at all', undefined, ''],
    ['a long text', 'x'.repeat(2000), 'x'.repeat(500)],
  ])('makes do with %s', (_name, body, message) => {
    expect(read(body, 502)).toEqual({ code: 'HTTP 502', message, status: 502, request })
  })

  it('keeps the id by which the service knows the request', () => {
    const { facts } = readServiceError({}, { status: 500, request, correlationId: 'c-1' })
    expect(facts.correlationId).toBe('c-1')
  })
})

describe('refusedAccessOf', () => {
  const refusal = (message: string) => new ServiceError({ code: 'AuthorizationFailed', message, status: 403, request })
  it.each([
    "The client 'reader@contoso.com' with object id 'p-1' does not have authorization to perform action 'A/write' over scope '/subscriptions/s' or the scope is invalid. If access was recently granted, please refresh your credentials.",
    "The client 'c' with object id 'p-1' has permission to perform action 'A/write' on scope '/subscriptions/s'; however, the access is denied because of the deny assignment with name 'd' and Id 'i' at scope '/subscriptions'.",
    "The client 'c' with object id 'p-1' does not have authorization to perform action 'A/write' over scope '/subscriptions/s' or the scope is invalid. For more details, see 'https://aka.ms/x'.",
  ])('reads who, what and where from: %s', (message) => {
    expect(refusedAccessOf(refusal(message))).toEqual({
      principalId: 'p-1',
      action: 'A/write',
      scope: '/subscriptions/s',
    })
  })

  it('says nothing of other errors', () => {
    expect(refusedAccessOf(refusal('The resource was not found.'))).toBeUndefined()
    expect(refusedAccessOf(new Error("with object id 'p'"))).toBeUndefined()
  })
})

describe('describeForCopy', () => {
  it('holds everything that helps', () => {
    const facts = { code: 'Conflict', message: 'Not now.', status: 409, request, correlationId: 'c-1' }
    const details = [{ code: 'Busy', message: 'Deleting.' }]
    expect(describeForCopy(new ServiceError({ ...facts, details }))).toBe(
      'Conflict (409)\nNot now.\n- Busy: Deleting.\nPUT /subscriptions/s?api-version=1\ncorrelation id c-1',
    )
  })

  it('describes what is no answer of a service', () => {
    expect([describeForCopy(new TypeError('no')), describeForCopy('no')]).toEqual(['TypeError: no', 'no'])
  })
})
