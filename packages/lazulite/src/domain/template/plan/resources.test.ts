import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../json.js'
import { groupId, planFor, refusalOf, runtimeWith, subscriptionId, subscriptionInput } from '../template-fixture.js'

const resource = (name: string, more: JsonObject = {}): JsonObject => ({
  type: 'A.B/c',
  apiVersion: '2020-01-01',
  name,
  ...more,
})
const ids = (resources: JsonObject[], input?: Parameters<typeof planFor>[2]) =>
  planFor({ resources }, {}, input).resources.map(({ id }) => id.replace(groupId, '~'))
const waits = (resources: readonly JsonObject[] | JsonObject, more: JsonObject = {}) =>
  planFor({ resources, ...more }).resources.map(({ name, dependsOn }) =>
    [name, ...dependsOn.map((key) => key.slice(key.lastIndexOf('/') + 1))].join(' < '),
  )
const refused = (resources: readonly JsonObject[] | JsonObject, more: JsonObject = {}) =>
  refusalOf(() => planFor({ resources, ...more }))

describe('ids', () => {
  it.each<[string, JsonObject, string]>([
    ['of a resource', resource('n'), '~/providers/A.B/c/n'],
    ['of a child on its own', resource('n/m', { type: 'A.B/c/d' }), '~/providers/A.B/c/n/d/m'],
    [
      'of an extension of another resource',
      resource('x', { type: 'E.F/g', scope: 'A.B/c/n' }),
      '~/providers/A.B/c/n/providers/E.F/g/x',
    ],
    [
      'of an extension by id',
      resource('x', { type: 'E.F/g', scope: '/subscriptions/s/' }),
      '/subscriptions/s/providers/E.F/g/x',
    ],
    [
      'of an extension in the old spelling',
      resource('n/E.F/x', { type: 'A.B/c/providers/g' }),
      '~/providers/A.B/c/n/providers/E.F/g/x',
    ],
    ['at the tenant', resource('x', { scope: '/' }), '/providers/A.B/c/x'],
    [
      'at a management group',
      resource('x', { scope: 'Microsoft.Management/managementGroups/mg' }),
      '/providers/Microsoft.Management/managementGroups/mg/providers/A.B/c/x',
    ],
  ])('%s', (_, declared, id) => expect(ids([declared])).toEqual([id]))

  it('of a group in a deployment to a subscription have no provider', () => {
    const group = { type: 'Microsoft.Resources/resourceGroups', apiVersion: '1', name: 'g', location: 'x' }
    const lock = resource('l', {
      scope: "[subscriptionResourceId('Microsoft.Resources/resourceGroups', 'g')]",
      dependsOn: ["[subscriptionResourceId('Microsoft.Resources/resourceGroups', 'g')]"],
    })
    const plan = planFor({ resources: [group, lock] }, {}, subscriptionInput)
    expect(plan.resources[0]?.id).toBe(`/subscriptions/${subscriptionId}/resourceGroups/g`)
    expect(plan.resources[1]?.dependsOn).toEqual([plan.resources[0]?.key])
  })

  it('of extensions in the old spelling are described as they are spelt', () => {
    // Recorded with `az vm create --scope`, 2018.
    const extension = resource('n/E.F/x', {
      type: 'A.B/c/providers/g',
      dependsOn: ['r'],
      properties: {
        a: "[reference(concat(resourceId('A.B/c', 'r'), '/providers/M.I/ids/default'), '2015-08-31-PREVIEW').b]",
      },
    })
    const plan = planFor({ resources: [resource('r'), extension] })
    const described = (id: string, resourceType: string, resourceName: string) => ({ id, resourceType, resourceName })
    const id = `${groupId}/providers/A.B/c`
    expect(plan.providers).toEqual([
      {
        namespace: 'A.B',
        resourceTypes: [
          { resourceType: 'c', locations: [null] },
          { resourceType: 'c/providers/g', locations: [null] },
        ],
      },
    ])
    expect(plan.dependencies).toEqual([
      {
        dependsOn: [
          described(`${id}/r`, 'A.B/c', 'r'),
          {
            ...described(`${id}/r/providers/M.I/ids/default`, 'A.B/c/providers/ids', 'r/M.I/default'),
            apiVersion: '2015-08-31-PREVIEW',
          },
        ],
        ...described(`${id}/n/providers/E.F/g/x`, 'A.B/c/providers/g', 'n/E.F/x'),
      },
    ])
  })

  it('type and name of the old spelling of extensions are those of the extension', () =>
    expect(planFor({ resources: [resource('n/E.F/x', { type: 'A.B/c/providers/g' })] }).resources[0]).toMatchObject({
      type: 'E.F/g',
      name: 'x',
      scope: `${groupId}/providers/A.B/c/n`,
    }))
})

describe('children inside their parents', () => {
  const parent = resource("[concat('n', copyIndex())]", {
    copy: { name: 'loop', count: 2 },
    resources: [
      {
        type: 'd',
        apiVersion: '1',
        name: "[concat('m', copyIndex())]",
        dependsOn: ["[concat('n', copyIndex())]"],
        resources: [{ type: 'e', apiVersion: '1', name: 'k' }],
      },
    ],
  })
  it('carry the names of their parents, and wait only for what they say', () =>
    expect(waits([parent])).toEqual(['n0', 'n0/m0 < n0', 'n0/m0/k', 'n1', 'n1/m1 < n1', 'n1/m1/k']))
  it('have the type of their parents before theirs', () =>
    expect(planFor({ resources: [parent] }).resources[2]).toMatchObject({
      type: 'A.B/c/d/e',
      id: `${groupId}/providers/A.B/c/n0/d/m0/e/k`,
      path: 'properties.template.resources[0].resources[0].resources[0]',
    }))
})

describe('loops', () => {
  it('run as often as they say, none included', () =>
    expect(
      waits([
        resource("[concat('n', copyIndex(1))]", { copy: { name: 'l', count: '[length(createArray(1, 2))]' } }),
        resource('z', { copy: { name: 'none', count: 0 } }),
        resource('after', { dependsOn: ['L', 'none'] }),
      ]),
    ).toEqual(['n1', 'n2', 'after < n1 < n2']))
  it('in batches wait for the batch before', () =>
    expect(
      waits([resource('[string(copyIndex())]', { copy: { name: 'l', count: 5, mode: 'Serial', batchSize: 2 } })]),
    ).toEqual(['0', '1', '2 < 0 < 1', '3 < 0 < 1', '4 < 2 < 3']))
  it('of properties give lists, inside a loop of resources too', async () => {
    const plan = planFor({
      resources: [
        resource("[concat('n', copyIndex())]", {
          copy: { name: 'l', count: 2 },
          properties: {
            copy: [{ name: 'disks', count: 2, input: { lun: "[copyIndex('disks')]", of: '[copyIndex()]' } }],
            kept: 1,
          },
        }),
      ],
    })
    expect(await plan.resources[1]?.evaluate(runtimeWith({}))).toEqual({
      properties: {
        kept: 1,
        disks: [
          { lun: 0, of: 1 },
          { lun: 1, of: 1 },
        ],
      },
    })
    expect(plan.resources[1]?.copy).toEqual({ name: 'l', index: 1, count: 2 })
  })
  it.each<[string, JsonObject, string]>([
    ['too often', { name: 'l', count: 801 }, "The copy count '801' is not valid."],
    ['less than never', { name: 'l', count: -1 }, "The copy count '-1' is not valid."],
    [
      'by a text',
      { name: 'l', count: "[toLower('2')]" },
      "Evaluation result of language expression '[toLower('2')]' is type 'String', expected type is 'Integer'.",
    ],
    [
      'by what only the deployment knows',
      { name: 'l', count: "[reference('x').n]" },
      "The template function 'reference' is not expected at this location.",
    ],
    ['without a name', { count: 1 }, 'The copy name must be a string.'],
    ['in batches of nothing', { name: 'l', count: 1, batchSize: 0 }, 'The copy batch size'],
  ])('that run %s are refused', (_, copy, message) => expect(refused([resource('n', { copy })])).toContain(message))
})

describe('conditions', () => {
  const resources = [
    resource('off', { condition: '[equals(1, 2)]' }),
    resource('on', { condition: true, dependsOn: ['off'] }),
    resource('last', { dependsOn: ['on'], properties: { a: "[if(false(), reference('off').a, 'none')]" } }),
  ]
  it('that are false leave the resource out, and nobody waits for it', () => {
    const plan = planFor({ resources })
    expect(waits(resources)).toEqual(['on', 'last < on'])
    expect(plan.skipped).toEqual([{ id: `${groupId}/providers/A.B/c/off`, type: 'A.B/c', name: 'off' }])
  })
  it('let two resources share a name, of which one is deployed', () =>
    expect(waits([resource('n', { condition: false }), resource('n'), resource('m', { dependsOn: ['n'] })])).toEqual([
      'n',
      'm < n',
    ]))
  it('that are no truth are refused', () =>
    expect(refused([resource('SecurityInsights', { condition: "[toLower('Yes')]" })])).toContain(
      "The template resource 'SecurityInsights' at line '0' and column '0' is not valid: Evaluation result of language expression '[toLower('Yes')]' is type 'String', expected type is 'Boolean'.. Please see https://aka.ms/arm-template-expressions for usage details.",
    ))
})

describe('dependencies', () => {
  it.each([
    ['a name', 'a'],
    ['type and name', 'a.b/C/a'],
    ['an id', "[resourceId('A.B/c', 'a')]"],
    ['an id with a slash too many', "[resourceId('A.B/c/', 'a')]"],
    ['a type with a slash too many', "[concat('A.B/c/', '/a')]"],
  ])('are found by %s', (_, entry) =>
    expect(waits([resource('a'), resource('b', { dependsOn: [entry, '', null] })])).toEqual(['a', 'b < a']),
  )
  it.each([
    ['type and names', 'A.B/c/d/a/x'],
    ['pairs of type and name', 'A.B/c/a/d/x'],
    ['a name of segments', 'a/x'],
  ])('on a child are found by %s', (_, entry) =>
    expect(waits([resource('a/x', { type: 'A.B/c/d' }), resource('b', { dependsOn: [entry] })])).toEqual([
      'a/x',
      'b < x',
    ]),
  )
  it('come from references by name and by id, and from keys', () => {
    const properties = {
      one: "[reference('a').x]",
      two: "[reference(resourceId('A.B/c', 'b'), '2019-01-01').x]",
      three: "[listKeys('c', '2019-02-02').keys]",
      known: "[if(equals(1, 1), 'x', reference('d').x)]",
      outside: "[reference('/subscriptions/s/providers/X.Y/z/n', '2018-01-01').x]",
    }
    const resources = [...'abcd'].map((name) => resource(name))
    expect(waits([...resources, resource('e', { properties })]).at(-1)).toBe('e < a < b < c')
    const [dependency] = planFor({ resources: [...resources, resource('e', { properties })] }).dependencies
    const entry = (name: string) => ({
      id: `${groupId}/providers/A.B/c/${name}`,
      resourceType: 'A.B/c',
      resourceName: name,
    })
    expect(dependency).toEqual({
      ...entry('e'),
      dependsOn: [
        entry('a'),
        { ...entry('b'), apiVersion: '2019-01-01' },
        { ...entry('c'), apiVersion: '2019-02-02', actionName: 'listKeys' },
        {
          id: '/subscriptions/s/providers/X.Y/z/n',
          resourceType: 'X.Y/z',
          resourceName: 'n',
          apiVersion: '2018-01-01',
        },
      ],
    })
  })
  it.each<[string, JsonObject[], string]>([
    [
      'a name that is not there',
      [resource('a', { dependsOn: ['x'] })],
      "The template reference 'x' is not valid: could not find template resource or resource copy with this name. Please see https://aka.ms/arm-function-reference for usage details.",
    ],
    [
      'an id that is not there',
      [resource('a', { dependsOn: ["[resourceId('A.B/c', 'x')]"] })],
      "The resource 'A.B/c/x' is not defined in the template. Please see https://aka.ms/arm-syntax for usage details.",
    ],
    [
      'a name of two',
      [resource('a'), resource('a', { type: 'A.B/d' }), resource('b', { dependsOn: ['a'] })],
      'more than one resource has this name',
    ],
    [
      'itself',
      [resource('a', { dependsOn: ['a'] })],
      `Circular dependency detected on resource: '${groupId}/providers/A.B/c/a'. Please see https://aka.ms/arm-syntax-resources for usage details.`,
    ],
    [
      'one that waits for it',
      [resource('a', { dependsOn: ['b'] }), resource('b', { properties: { x: "[reference('a').x]" } })],
      `Circular dependency detected on resource: '${groupId}/providers/A.B/c/a'.`,
    ],
    [
      'a reference that is not there',
      [resource('a', { properties: { x: "[reference('x').y]" } })],
      "Deployment template validation failed: 'The template reference 'x' is not valid",
    ],
    [
      'an id elsewhere without a version',
      [resource('a', { properties: { x: "[reference('/subscriptions/s/providers/X.Y/z/n').y]" } })],
      "The template reference '/subscriptions/s/providers/X.Y/z/n' is not valid",
    ],
  ])('on %s are refused', (_, resources, message) => expect(refused(resources)).toContain(message))
})

describe('a resource is refused', () => {
  it.each<[string, JsonObject, string]>([
    [
      'without a name',
      { type: 'A.B/c', apiVersion: '1' },
      "The template resource '' at line '0' and column '0' is not valid. The name property cannot be null or empty. Please see https://aka.ms/arm-template/#resources for usage details.",
    ],
    [
      'without a type',
      { apiVersion: '1', name: 'n' },
      "InvalidRequestContent: The request content was invalid and could not be deserialized: 'Required property 'type' not found in JSON. Path 'properties.template.resources[0]', line 1, position 0.'.",
    ],
    ['without a version', { type: 'A.B/c', name: 'n' }, "Required property 'apiVersion' not found in JSON."],
    [
      'with too few names',
      resource('n', { type: 'A.B/c/d' }),
      "The template resource 'n' for type 'A.B/c/d' at line '0' and column '0' has incorrect segment lengths. A nested resource type must have identical number of segments as its resource name. A root resource type must have segment length one greater than its resource name. Please see https://aka.ms/arm-syntax-resources for usage details.",
    ],
    ['with too many names', resource('n/m'), 'has incorrect segment lengths'],
    [
      'with a name that is a number',
      resource('[add(1, 2)]'),
      "Evaluation result of language expression '[add(1, 2)]' is type 'Integer', expected type is 'String'.",
    ],
    [
      'with a location only the deployment knows',
      resource('n', { location: "[reference('x').l]" }),
      "The template resource 'n' at line '0' and column '0' is not valid: The template function 'reference' is not expected at this location.",
    ],
    [
      'with an unknown function',
      resource('n', { tags: { a: '[nothing()]' } }),
      "The template resource 'n' at line '0' and column '0' is not valid: The template function 'nothing' is not valid.",
    ],
    [
      'with an unknown parameter',
      resource('n', { properties: { a: "[parameters('p')]" } }),
      "The template parameter 'p' is not found. Please see https://aka.ms/arm-template/#parameters for usage details.",
    ],
    [
      'with a property that fails',
      resource('n', { properties: { a: "[createObject('x', 1).y]" } }),
      `InvalidTemplate: Unable to process template language expressions for resource '${groupId}/providers/A.B/c/n' at line '0' and column '0'. 'The language expression property 'y' doesn't exist, available properties are 'x'.'`,
    ],
    [
      'that Azure could evaluate and this evaluator cannot',
      resource('n', { properties: { a: "[toLogicalZone('a', 'b', 'c')]" } }),
      "NotImplemented: The template function 'toLogicalZone' is not implemented.",
    ],
  ])('%s', (_, declared, message) => expect(refused([declared])).toContain(message))

  it('that is there twice', () =>
    expect(refused([resource('n'), resource('N')])).toContain(
      "The resource 'A.B/c/N' at line '0' and column '0' is defined multiple times in a template. Please see https://aka.ms/arm-syntax-resources for usage details.",
    ))
  it('when there are more than 800', () =>
    expect(
      refused([1, 2].map((n) => resource(`[concat('${n}-', copyIndex())]`, { copy: { name: `l${n}`, count: 401 } }))),
    ).toContain("The number of template resources limit exceeded. Limit: '800' and actual: '802'."))
})

describe('a template is refused', () => {
  it.each<[string, JsonObject, string]>([
    [
      'without a schema',
      { $schema: null },
      "InvalidRequestContent: The request content was invalid and could not be deserialized: 'Required property '$schema' not found in JSON. Path 'properties.template', line 1, position 0.'.",
    ],
    ['without a version', { contentVersion: null }, "Required property 'contentVersion' not found"],
    ['without resources', { resources: null }, "Required property 'resources' not found"],
    [
      'with parameters that are a list',
      { parameters: [] },
      "Unexpected token of type 'Array' where 'Object' is expected.",
    ],
    [
      'with resources that are text',
      { resources: 'x' },
      "Unexpected token of type 'String' where 'Array' is expected.",
    ],
    ['with a resource that is text', { resources: ['x'] }, "Path 'properties.template.resources[0]'"],
    [
      'with too many outputs',
      { outputs: Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`o${n}`, { type: 'int', value: n }])) },
      "The number of template outputs limit exceeded. Limit: '64' and actual: '65'.",
    ],
  ])('%s', (_, sections, message) => expect(refusalOf(() => planFor(sections))).toContain(message))

  it('for its parameters before its language, for its language before its names', () => {
    const resources = [resource('n/m/k', { tags: { a: '[nothing()]' } })]
    expect(refused(resources, { parameters: { p: { type: 'string' } } })).toContain("parameter 'p'")
    expect(refused(resources)).toContain("function 'nothing'")
    expect(refused([resource('n/m/k'), resource('x', { dependsOn: ['x'] })])).toContain('segment lengths')
  })
})
