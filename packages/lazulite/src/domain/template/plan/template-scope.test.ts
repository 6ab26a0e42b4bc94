import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../json.js'
import { planDeployment, templateHashOf } from '../plan-deployment.js'
import { groupInput, planFor, refusalOf, runtimeWith, template } from '../template-fixture.js'

const outputsOf = async (sections: JsonObject, values: JsonObject = {}) => {
  const outputs = await planFor(sections, values).outputs(runtimeWith({}))
  return Object.fromEntries(Object.entries(outputs).map(([name, output]) => [name, (output as JsonObject).value]))
}
const out = (value: JsonObject[string], type = 'object') => ({ o: { type, value } })

describe('variables', () => {
  it('see parameters and each other, whatever their order and case', async () =>
    expect(
      await outputsOf({
        parameters: { p: { type: 'string', defaultValue: 'x' } },
        variables: { second: "[concat(variables('FIRST'), '2')]", first: "[concat(parameters('P'), '1')]" },
        outputs: out("[variables('second')]", 'string'),
      }),
    ).toEqual({ o: 'x12' }))

  it('may be loops, alone or inside an object', async () =>
    expect(
      await outputsOf({
        variables: {
          copy: [{ name: 'names', count: 2, input: "[concat('n', copyIndex('names'))]" }],
          object: {
            other: 1,
            copy: [{ name: 'disks', count: '[add(1, 1)]', input: { lun: "[copyIndex('disks', 5)]" } }],
          },
          copyLike: { copy: ['not a loop'] },
        },
        outputs: out("[createObject('n', variables('names'), 'o', variables('object'), 'c', variables('copyLike'))]"),
      }),
    ).toEqual({
      o: { n: ['n0', 'n1'], o: { other: 1, disks: [{ lun: 5 }, { lun: 6 }] }, c: { copy: ['not a loop'] } },
    }))

  it.each<[string, JsonObject, string]>([
    [
      'that refers to itself',
      { a: "[variables('b')]", b: "[variables('a')]" },
      "The template variable 'a' refers to itself.",
    ],
    [
      'that is not there',
      { a: "[variables('c')]" },
      "The template variable 'a' is not valid: The template variable 'c' is not found. Please see https://aka.ms/arm-template/#variables for usage details.. Please see https://aka.ms/arm-template-expressions for usage details.",
    ],
    [
      'that asks for resources',
      { a: "[reference('x')]" },
      "The template variable 'a' is not valid: The template function 'reference' is not expected at this location.",
    ],
    [
      'that asks for keys',
      { a: "[listKeys('x', '2020-01-01')]" },
      "The template function 'listKeys' is not expected at this location.",
    ],
    ['of no function', { a: '[nothing()]' }, "The template function 'nothing' is not valid."],
    ['that is now', { a: '[utcNow()]' }, "The template function 'utcNow' is not expected at this location."],
    [
      'that does not parse',
      { a: '[concat(]' },
      "Deployment template language expression evaluation failed: 'Unable to parse language expression 'concat(': expected token 'Identifier' and actual 'EndOfData'.'. Please see https://aka.ms/arm-template-expressions for usage details.",
    ],
  ])('refuse one %s', (_, variables, message) => {
    const resources = [{ type: 'A.B/c', apiVersion: '1', name: "[string(variables('a'))]" }]
    expect(refusalOf(() => planFor({ variables, resources }))).toContain(message)
  })
})

describe('user functions', () => {
  const functions = [
    {
      namespace: 'contoso',
      members: {
        shout: {
          parameters: [{ name: 'text', type: 'string' }],
          output: { type: 'string', value: "[concat(toUpper(parameters('text')), '!')]" },
        },
        wrap: {
          parameters: [{ name: 'text', type: 'string' }],
          output: { type: 'object', value: { inner: "[contoso.shout(parameters('TEXT'))]" } },
        },
        peek: { parameters: [], output: { type: 'string', value: "[parameters('p')]" } },
        look: { parameters: [], output: { type: 'string', value: "[variables('v')]" } },
      },
    },
  ]
  it('are called with their own parameters, and may call each other', async () =>
    expect(await outputsOf({ functions, outputs: out("[Contoso.Wrap('a')]") })).toEqual({ o: { inner: 'A!' } }))

  it.each([
    [
      'contoso.shout()',
      "Unable to evaluate template language function 'contoso.shout': function requires 1 argument(s) while 0 were provided.",
    ],
    ['contoso.none()', "The template function 'contoso.none' is not valid."],
    ['contoso.peek()', "The template parameter 'p' is not found."],
    ['contoso.look()', "The template function 'variables' is not expected at this location."],
  ])('%s is refused', (call, message) =>
    expect(
      refusalOf(() =>
        planFor({
          functions,
          variables: { v: 1 },
          parameters: { p: { type: 'string', defaultValue: 'a' } },
          resources: [{ type: 'A.B/c', apiVersion: '1', name: `[${call}]` }],
        }),
      ),
    ).toContain(message),
  )
})

describe('deployment()', () => {
  it('is the deployment as it was asked for', () => {
    const sections = template({
      parameters: { p: { type: 'string' } },
      resources: [{ type: 'A.B/c', apiVersion: '1', name: 'n', properties: { d: '[deployment()]' } }],
    })
    const plan = planDeployment({
      ...groupInput,
      location: 'here',
      template: sections,
      parameters: { p: { value: 'v' } },
    })
    expect(plan.resources[0]?.preview).toEqual({
      properties: {
        d: {
          name: 'main',
          location: 'here',
          properties: {
            template: sections,
            templateHash: plan.templateHash,
            parameters: { p: { value: 'v' } },
            mode: 'Incremental',
            provisioningState: 'Accepted',
          },
        },
      },
    })
  })
})

it('the hash of a template is a decimal of 64 bits that changes with it', () => {
  const [one, other] = [templateHashOf(template({})), templateHashOf(template({ variables: { a: 1 } }))]
  expect(one).toMatch(/^\d{1,20}$/)
  expect(one).toBe(templateHashOf(template({})))
  expect(other).not.toBe(one)
})
