import { describe, expect, it } from 'vitest'
import type { ActivityFacts } from './activity-facts.js'
import { matchesActivityFilter, parseActivityFilter } from './activity-filter.js'

const at = (text: string): number => Date.parse(text)
const rg = '/subscriptions/s/resourceGroups/rg'

const facts: ActivityFacts = {
  time: at('2030-01-01T00:00:00Z'),
  sequence: 1,
  operation: 'Microsoft.Compute/virtualMachines/write',
  resourceId: `${rg}/providers/Microsoft.Compute/virtualMachines/vm1`,
  resourceProvider: 'Microsoft.Compute',
  resourceType: 'Microsoft.Compute/virtualMachines',
  resourceGroupName: 'rg',
  correlationId: 'c0ffee00-0000-4000-8000-000000000001',
  principalId: 'a0000000-0000-4000-8000-000000000001',
  clientId: 'b0000000-0000-4000-8000-000000000001',
  caller: 'ann@example.com',
  isUser: true,
  status: 'Failed',
  level: 'Error',
  httpStatus: 403,
  method: 'PUT',
  operationId: 'c0ffee00-0000-4000-8000-000000000001',
  decision: 'denied',
}

describe('the times of a filter', () => {
  it.each([
    [
      'az, without zone',
      'eventTimestamp ge 2030-01-01T06:00:00.123456 and eventTimestamp le 2030-01-01T12:00:00',
      '2030-01-01T06:00:00.123Z',
      '2030-01-01T12:00:00Z',
    ],
    [
      'Az PowerShell, in quotes',
      "eventTimestamp ge '2030-01-01T06:00:00.0000000Z' and eventTimestamp le '2030-01-02T00:00:00.0000000Z'",
      '2030-01-01T06:00:00Z',
      '2030-01-02T00:00:00Z',
    ],
    ['an offset', "eventTimestamp ge '2030-01-01T06:00:00+02:00'", '2030-01-01T04:00:00Z', undefined],
    [
      'an offset whose sign became a blank',
      'eventTimestamp ge 2030-01-01T06:00:00 02:00',
      '2030-01-01T04:00:00Z',
      undefined,
    ],
    [
      'a date',
      'EVENTTIMESTAMP GE 2030-01-01 AND eventtimestamp le 2030-02-01',
      '2030-01-01T00:00:00Z',
      '2030-02-01T00:00:00Z',
    ],
    [
      'the narrowest of several',
      'eventTimestamp ge 2030-01-01 and eventTimestamp ge 2030-01-03',
      '2030-01-03T00:00:00Z',
      undefined,
    ],
    ['none', '', undefined, undefined],
  ])('are read as %s sends them', (_who, text, from, until) => {
    const filter = parseActivityFilter(text)
    expect([filter.from, filter.until]).toEqual([from, until].map((one) => (one === undefined ? undefined : at(one))))
  })
})

describe('a filter', () => {
  it.each([
    ["resourceGroupName eq 'RG'", true],
    ["resourceGroupName eq 'rg2'", false],
    [`resourceUri eq '${facts.resourceId.toUpperCase()}'`, true],
    [`resourceId eq '${rg}'`, true],
    [`resourceId eq '${facts.resourceId}2'`, false],
    ["resourceProvider eq 'microsoft.compute'", true],
    ["resourceProvider eq 'Microsoft.Network'", false],
    ["correlationId eq 'C0FFEE00-0000-4000-8000-000000000001'", true],
    ["caller eq 'Ann@example.com'", true],
    ["caller eq 'a0000000-0000-4000-8000-000000000001'", true],
    ["caller eq 'b0000000-0000-4000-8000-000000000001'", true],
    ["caller eq 'bob@example.com'", false],
    ["status eq 'Failed'", true],
    ["status eq 'Succeeded'", false],
    ["levels eq 'Critical,Error'", true],
    ["levels eq 'Warning, Informational'", false],
    ["eventChannels eq 'Admin, Operation'", true],
    ["eventChannels eq 'Admin'", false],
    ["operations eq 'Microsoft.Compute/virtualMachines/write'", true],
    ["status eq 'Failed' and resourceGroupName eq 'other'", false],
    ["status eq Failed and caller eq 'ann@example.com'", true],
    ['', true],
  ])('%s: %s', (text, expected) => expect(matchesActivityFilter(facts, parseActivityFilter(text))).toBe(expected))

  it.each([
    ["status ne 'Failed'"],
    ["status eq 'Failed' or status eq 'Succeeded'"],
    ["status eq 'Failed' status eq 'Failed'"],
    ["status eq 'Failed' and status eq 'Failed'"],
    ["status eq 'Failed' and "],
    ["status eq 'Failed"],
    ['status eq'],
    ["constructor eq 'x'"],
    ["colour eq 'red'"],
    ['eventTimestamp ge yesterday'],
    ['eventTimestamp eq 2030-01-01'],
    ["startswith(caller, 'ann')"],
    [`caller eq '${'x'.repeat(10_000)}'`],
  ])('is refused: %.60s', (text) =>
    expect(() => parseActivityFilter(text)).toThrow(expect.objectContaining({ code: 'InvalidFilterInQueryString' })),
  )

  it('keeps quotes inside a text', () => {
    expect(parseActivityFilter("caller eq 'o''neil@x'").wanted.get('caller')).toEqual(["o'neil@x"])
  })
})
