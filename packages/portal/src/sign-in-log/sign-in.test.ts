import { describe, expect, it } from 'vitest'
import { beginningOf, factsOf, type SignIn, signInsPath, statusOf, whoOf } from './sign-in.js'

const entry: SignIn = { id: '1', createdDateTime: '2030-01-01T00:00:00Z' }

describe('the sign-in log', () => {
  it('asks for the newest of one kind and one principal', () => {
    const path = signInsPath({ kind: 'managedIdentity', servicePrincipalId: 'abc', since: Date.UTC(2030, 0, 1) })
    expect(decodeURIComponent(path)).toBe(
      "/auditLogs/signIns?$filter=signInEventTypes/any(t: t eq 'managedIdentity') and servicePrincipalId eq 'abc' and createdDateTime ge 2030-01-01T00:00:00Z&$orderby=createdDateTime desc&$top=500",
    )
  })

  it('asks without a filter when nothing is asked for', () => {
    expect(signInsPath({})).toBe('/auditLogs/signIns?$orderby=createdDateTime%20desc&$top=500')
  })

  it.each([
    ['7d', Date.UTC(2030, 0, 1)],
    ['24h', Date.UTC(2030, 0, 7)],
    ['nonsense', Date.UTC(2030, 0, 7)],
    [undefined, Date.UTC(2030, 0, 7)],
  ])('the period %s begins at a full minute', (period, expected) => {
    expect(beginningOf(period, Date.UTC(2030, 0, 8, 0, 0, 42, 7))).toBe(expected)
  })

  it.each([
    [undefined, 'Success'],
    [0, 'Success'],
    [50126, 'Failure'],
    [50140, 'Interrupted'],
  ] as const)('error code %s is a %s', (errorCode, expected) => {
    expect(statusOf({ ...entry, ...(errorCode === undefined ? {} : { status: { errorCode } }) })).toBe(expected)
  })

  it('names whoever signed in by the best name there is', () => {
    expect(whoOf({ ...entry, servicePrincipalName: '', userDisplayName: null, userPrincipalName: 'a@b' })).toBe('a@b')
    expect(whoOf({ ...entry, servicePrincipalName: 'web', servicePrincipalId: 'x' })).toBe('web')
  })

  it('tells the reason of a failure, and nothing that is empty', () => {
    const facts = factsOf({
      ...entry,
      status: { errorCode: 7000215, failureReason: 'Invalid client secret' },
      appId: null,
    })
    expect(facts).toEqual([
      { name: 'Date', value: '2030-01-01T00:00:00Z' },
      { name: 'Request ID', value: '1' },
      { name: 'Status', value: 'Failure' },
      { name: 'Sign-in error code', value: '7000215' },
      { name: 'Failure reason', value: 'Invalid client secret' },
    ])
  })
})
