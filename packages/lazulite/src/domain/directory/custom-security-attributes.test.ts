import { describe, expect, it } from 'vitest'
import { GraphError } from '../errors/graph-error.js'
import type { Json, JsonObject } from '../json.js'
import { securityAttributesOf, withSecurityAttributes } from './custom-security-attributes.js'
import type { User } from './directory-objects.js'
import { userType } from './graph-types.js'

const user = (customSecurityAttributes?: JsonObject): User => ({
  kind: 'User',
  principalId: 'p',
  displayName: 'p',
  isEnabled: true,
  createdAt: 0,
  userPrincipalName: 'p@x',
  directoryRoles: [],
  ...(customSecurityAttributes === undefined ? {} : { customSecurityAttributes }),
})
const change = (before: JsonObject | undefined, customSecurityAttributes: Json) =>
  withSecurityAttributes(user(before), { customSecurityAttributes }, userType).customSecurityAttributes

const sent = '#Microsoft.DirectoryServices.CustomSecurityAttributeValue'
const shown = '#microsoft.graph.customSecurityAttributeValue'
const baker = { '@odata.type': shown, 'Project@odata.type': '#Collection(String)', Project: ['Baker'] }

describe('custom security attributes', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['a text', { Date: '2022-10-01' }, { Date: '2022-10-01' }],
    [
      'texts',
      { 'Project@odata.type': '#Collection(String)', Project: ['Baker', 'Cascade'] },
      { 'Project@odata.type': '#Collection(String)', Project: ['Baker', 'Cascade'] },
    ],
    [
      'an integer',
      { 'NumVendors@odata.type': '#Int32', NumVendors: 4 },
      { 'NumVendors@odata.type': '#Int32', NumVendors: 4 },
    ],
    [
      'integers',
      { 'CostCenter@odata.type': '#Collection(Int32)', CostCenter: [1001, 1003] },
      { 'CostCenter@odata.type': '#Collection(Int32)', CostCenter: [1001, 1003] },
    ],
    ['a Boolean', { Certification: true }, { Certification: true }],
    [
      'what comes without its type',
      { Project: ['Baker'] },
      { 'Project@odata.type': '#Collection(String)', Project: ['Baker'] },
    ],
  ])('keeps %s', (_, set, expected) => {
    expect(change(undefined, { Engineering: { '@odata.type': sent, ...set } })).toEqual({
      Engineering: { '@odata.type': shown, ...expected },
    })
  })

  it.each<[string, JsonObject, JsonObject]>([
    [
      'another attribute of the set',
      { Engineering: { Certification: false } },
      { Engineering: { ...baker, Certification: false } },
    ],
    [
      'other values',
      { Engineering: { Project: ['Alpine', 'Baker'] } },
      { Engineering: { ...baker, Project: ['Alpine', 'Baker'] } },
    ],
    [
      'another set',
      { Marketing: { EmployeeId: 'QN26904' } },
      { Engineering: baker, Marketing: { '@odata.type': shown, EmployeeId: 'QN26904' } },
    ],
    ['null for an attribute', { Engineering: { Project: null } }, {}],
    ['no values for an attribute', { Engineering: { 'Project@odata.type': '#Collection(String)', Project: [] } }, {}],
    ['nothing', {}, { Engineering: baker }],
  ])('changes by %s what is named and leaves the rest', (_, value, expected) => {
    expect(change({ Engineering: baker }, value)).toEqual(expected)
  })

  it.each<[string, Json]>([
    ['null', null],
    ['a text', 'Baker'],
    ['a set that is none', { Engineering: 'Baker' }],
    ['a name with a blank', { Engineering: { 'Project Name': 'Baker' } }],
    ['a name that is too long', { [`E${'x'.repeat(32)}`]: { Project: 'Baker' } }],
    ['a text that is too long', { Engineering: { Project: 'x'.repeat(65) } }],
    ['a fraction', { Engineering: { Vendors: 1.5 } }],
    ['a number that is too large', { Engineering: { Vendors: 2 ** 31 } }],
    ['an object', { Engineering: { Project: { name: 'Baker' } } }],
    ['mixed values', { Engineering: { Project: ['Baker', 1] } }],
    ['more than fifty values', { Engineering: { Project: Array.from({ length: 51 }, (_, index) => `p${index}`) } }],
  ])('refuses %s', (_, value) => {
    expect(() => change({ Engineering: baker }, value)).toThrow(GraphError)
  })

  it('are called by set and name in conditions', () => {
    const sets = { Engineering: { ...baker, Certification: true }, Marketing: { '@odata.type': shown, Level: 3 } }
    expect(securityAttributesOf(user(sets))).toEqual({
      'Microsoft.Directory/CustomSecurityAttributes/Id:Engineering_Project': ['Baker'],
      'Microsoft.Directory/CustomSecurityAttributes/Id:Engineering_Certification': true,
      'Microsoft.Directory/CustomSecurityAttributes/Id:Marketing_Level': 3,
    })
    expect(securityAttributesOf(user())).toEqual({})
  })
})
