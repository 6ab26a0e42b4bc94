import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../domain/json.js'
import { overlay, propertyChanges } from './property-changes.js'

const delta = (current: JsonObject, wanted: JsonObject): JsonObject[] =>
  propertyChanges(current, overlay(current, wanted))

describe('changes of properties', () => {
  it.each<[string, JsonObject, JsonObject, JsonObject[]]>([
    ['none', { sku: { name: 'a' } }, { sku: { name: 'a' } }, []],
    ['what the template does not name', { properties: { a: 1, b: 2 } }, { properties: { a: 1 } }, []],
    ['the case of an id', { properties: { id: '/subscriptions/S' } }, { properties: { id: '/subscriptions/s' } }, []],
    ['the spelling of a location', { location: 'westus' }, { location: 'West US' }, []],
    ['the case of a name', { properties: { vmSize: 'a' } }, { properties: { VmSize: 'a' } }, []],
    [
      'a value',
      { sku: { name: 'Standard_LRS' } },
      { sku: { name: 'Standard_GRS' } },
      [{ path: 'sku.name', propertyChangeType: 'Modify', before: 'Standard_LRS', after: 'Standard_GRS' }],
    ],
    ['a new tag', {}, { tags: { a: 'b' } }, [{ path: 'tags', propertyChangeType: 'Create', after: { a: 'b' } }]],
    [
      'a tag that is no longer named',
      { tags: { a: '1', b: '2' } },
      { tags: { a: '1' } },
      [{ path: 'tags.b', propertyChangeType: 'Delete', before: '2' }],
    ],
    [
      'an item of a list',
      { properties: { list: [{ n: 1, x: 0 }, { n: 2 }] } },
      { properties: { list: [{ n: 1 }, { n: 3 }] } },
      [
        {
          path: 'properties.list',
          propertyChangeType: 'Array',
          before: null,
          after: null,
          children: [
            {
              path: '1',
              propertyChangeType: 'Modify',
              before: null,
              after: null,
              children: [{ path: 'n', propertyChangeType: 'Modify', before: 2, after: 3 }],
            },
          ],
        },
      ],
    ],
    [
      'the length of a list',
      { properties: { list: ['a', 'b'] } },
      { properties: { list: ['a'] } },
      [
        {
          path: 'properties.list',
          propertyChangeType: 'Array',
          before: null,
          after: null,
          children: [{ path: '1', propertyChangeType: 'Delete', before: 'b' }],
        },
      ],
    ],
  ])('%s', (_, current, wanted, expected) => expect(delta(current, wanted)).toEqual(expected))

  it('are none once they have been made', () => {
    // one spelling for each name: clients do not write a member twice
    const key = fc.stringMatching(/^[a-z]{1,3}$/)
    const json = fc.object({ key, maxDepth: 3, maxKeys: 5, values: [fc.string(), fc.integer(), fc.boolean()] })
    fc.assert(
      fc.property(json, json, (current, wanted) => {
        const after = overlay(current as JsonObject, wanted as JsonObject)
        expect(delta(after, wanted as JsonObject)).toEqual([])
      }),
    )
  })
})
