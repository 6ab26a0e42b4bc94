import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json.js'
import { matchesFilter } from './evaluate-filter.js'
import { parseFilter } from './parse-filter.js'

const app: JsonObject = {
  id: 'A1',
  displayName: 'Web Shop',
  accountEnabled: true,
  description: null,
  createdDateTime: '2024-05-01T10:00:00Z',
  servicePrincipalNames: ['api://shop', '11111111-0000-4000-8000-000000000001'],
  tags: [],
  web: { homePageUrl: 'https://shop.example' },
  identities: [
    { issuer: 'x', signInType: 'a' },
    { issuer: 'y', signInType: 'b' },
  ],
}

describe('matchesFilter', () => {
  it.each([
    ["displayName eq 'web shop'", true, 'texts compare without case'],
    ["displayName eq 'web'", false, 'the whole text'],
    ["displayName ne 'web'", true, 'ne is the opposite of eq'],
    ['description eq null', true, 'null'],
    ['nothing eq null', true, 'a member that is not there is null'],
    ["description eq 'null'", false, 'null is no text'],
    ["description ne 'x'", true, 'null differs from every text'],
    ['accountEnabled eq true', true, 'flags'],
    ["accountEnabled eq 'true'", false, 'a flag is no text'],
    ["id in ('b2', 'a1')", true, 'in is eq to any'],
    ["id in ('b2')", false, 'in is eq to any'],
    ["startswith(displayName, 'WEB')", true, 'startswith'],
    ["startswith(displayName, 'shop')", false, 'startswith'],
    ["endswith(displayName, 'SHOP')", true, 'endswith'],
    ["contains(displayName, 'b s')", true, 'contains'],
    ["startswith(description, 'x')", false, 'null begins with nothing'],
    ["servicePrincipalNames/any(c:c eq 'API://SHOP')", true, 'any of the members'],
    ["servicePrincipalNames/any(c:c eq 'api://other')", false, 'none of the members'],
    ["servicePrincipalNames/all(c:startswith(c,'api'))", false, 'all needs every member'],
    ["tags/all(t:t eq 'x')", true, 'all of none holds'],
    ['tags/any()', false, 'an empty collection has no member'],
    ['servicePrincipalNames/any()', true, 'a collection with members'],
    ["nothing/any(c:c eq 'x')", false, 'a collection that is not there'],
    ["identities/any(i:i/issuer eq 'x' and i/signInType eq 'b')", false, 'one member must match it all'],
    ["identities/any(i:i/issuer eq 'y' and i/signInType eq 'b')", true, 'one member matches it all'],
    ["web/homePageUrl eq 'https://shop.example'", true, 'members of members'],
    ["web/homePageUrl/x eq 'y'", false, 'members of a text are not there'],
    ['identities/$count eq 2', true, 'how many'],
    ['tags/$count eq 0', true, 'how many'],
    ['createdDateTime ge 2024-05-01T12:00:00+02:00', true, 'instants compare across zones'],
    ['createdDateTime eq 2024-05-01T12:00:00+02:00', true, 'instants compare across zones'],
    ['createdDateTime gt 2024-05-01T10:00:00Z', false, 'gt leaves the instant out'],
    ['createdDateTime lt 2024-05-02', true, 'a day is its first instant'],
    ['description ge 2024-05-02', false, 'null is no instant'],
    ["not (displayName eq 'web shop')", false, 'not'],
    ["displayName eq 'x' or accountEnabled eq true and id eq 'a1'", true, 'and binds closer than or'],
    ['constructor eq null', true, 'what objects inherit are no members'],
  ])('%s is %s: %s', (filter, expected) => expect(matchesFilter(app, parseFilter(filter))).toBe(expected))

  it('finds exactly one of a filter and its negation', () => {
    const filters = ["a eq 'x'", "a ne 'x'", "startswith(a,'x')", "t/any(v:v eq 'x')", 'a eq null', "a gt 'x'"]
    const objects = fc.record({
      a: fc.option(fc.constantFrom('x', 'X', 'xy', '')),
      t: fc.array(fc.constantFrom('x', 'y')),
    })
    fc.assert(
      fc.property(objects, fc.constantFrom(...filters), (object, filter) => {
        expect(matchesFilter(object, parseFilter(`not (${filter})`))).toBe(!matchesFilter(object, parseFilter(filter)))
      }),
    )
  })
})
