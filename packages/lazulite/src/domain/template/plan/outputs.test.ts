import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../json.js'
import { TemplateError } from '../template-error.js'
import { groupId, planFor, refusalOf, runtimeWith } from '../template-fixture.js'

const storage = { type: 'A.B/c', apiVersion: '2020-01-01', name: 'n' }
const id = `${groupId}/providers/A.B/c/n`
const runtime = () => runtimeWith({ [id.toLowerCase()]: { properties: { key: 'k', list: [1, 2] }, kind: 'x' } })

describe('outputs', () => {
  it('are evaluated when everything is there, with lower first letters and without secrets', async () => {
    const plan = planFor({
      resources: [storage],
      parameters: { pw: { type: 'securestring', defaultValue: 'hidden' } },
      outputs: {
        NewNSG: { type: 'object', value: "[reference('n')]" },
        empty: { type: 'string', value: '' },
        kind: { type: 'STRING', value: "[reference('n', '2021-01-01', 'full').kind]" },
        secret: { type: 'securestring', value: "[parameters('pw')]" },
        off: { type: 'string', condition: '[equals(1, 2)]', value: "[reference('none', '1').x]" },
        keys: { type: 'array', value: "[listKeys('n', '2022-01-01', createObject('a', 1)).keys]" },
        copied: { type: 'array', copy: { count: 2, input: "[concat('c', copyIndex(), reference('n').key)]" } },
        number: { type: 'int', value: 5 },
        nothing: { type: 'string', nullable: true, value: '[null()]' },
      },
    })
    const asked = runtime()
    expect(plan.hasOutputs).toBe(true)
    expect(await plan.outputs(asked)).toEqual({
      newNSG: { type: 'Object', value: { key: 'k', list: [1, 2] } },
      empty: { type: 'String', value: '' },
      kind: { type: 'String', value: 'x' },
      secret: { type: 'SecureString' },
      keys: { type: 'Array', value: [{ value: 'key of n' }] },
      copied: { type: 'Array', value: ['c0k', 'c1k'] },
      number: { type: 'Int', value: 5 },
      nothing: { type: 'String', value: null },
    })
    expect(asked.asked).toEqual([
      `${id}@2020-01-01`,
      `${id}@2021-01-01 full`,
      `listKeys ${id}@2022-01-01`,
      `${id}@2020-01-01`,
    ])
  })

  it('ask only for what the chosen branch needs', async () => {
    const outputs = {
      o: {
        type: 'string',
        value: "[if(equals(reference('n').key, 'k'), 'yes', reference('/x/providers/A.B/c/d', '1').z)]",
      },
    }
    const asked = runtime()
    expect(await planFor({ resources: [storage], outputs }).outputs(asked)).toEqual({
      o: { type: 'String', value: 'yes' },
    })
    expect(asked.asked).toEqual([`${id}@2020-01-01`])
  })

  it('that fail are all named', async () => {
    const outputs: JsonObject = {
      good: { type: 'string', value: 'x' },
      policy: { type: 'string', value: "[reference('n').none]" },
      wrong: { type: 'array', value: "[reference('n')]" },
      lost: { type: 'string', value: "[parameters('name')]" },
    }
    const failure = await planFor({ resources: [storage], outputs })
      .outputs(runtime())
      .catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(TemplateError)
    expect(failure).toMatchObject({
      code: 'DeploymentOutputEvaluationFailed',
      message:
        "Unable to evaluate template outputs: 'policy,wrong,lost'. Please see error details and deployment operations. Please see https://aka.ms/arm-common-errors for usage details.",
      details: [
        {
          code: 'DeploymentOutputEvaluationFailed',
          target: 'policy',
          message:
            "The template output 'policy' is not valid: The language expression property 'none' doesn't exist, available properties are 'key, list'..",
        },
        {
          code: 'DeploymentOutputEvaluationFailed',
          target: 'wrong',
          message:
            "The template output 'wrong' is not valid: Template output JToken type is not valid. Expected 'Array'. Actual 'Object'..",
        },
        {
          code: 'DeploymentOutputEvaluationFailed',
          target: 'lost',
          message:
            "The template output 'lost' is not valid: The template parameter 'name' is not found. Please see https://aka.ms/arm-template/#parameters for usage details..",
        },
      ],
    })
  })

  it('that cannot be read because a resource is not there fail with its own words', async () => {
    const outputs = { o: { type: 'object', value: "[reference('n')]" } }
    await expect(planFor({ resources: [storage], outputs }).outputs(runtimeWith({}))).rejects.toThrow(
      `nothing at ${id}`,
    )
  })

  it.each([
    [
      "[reference('other')]",
      "The template reference 'other' is not valid: could not find template resource or resource copy with this name.",
    ],
    [
      '[nothing()]',
      "The template output 'o' at line '0' and column '0' is not valid: The template function 'nothing' is not valid.",
    ],
  ])('%s is refused before anything is deployed', (value, message) =>
    expect(refusalOf(() => planFor({ resources: [storage], outputs: { o: { type: 'object', value } } }))).toContain(
      message,
    ),
  )
})
