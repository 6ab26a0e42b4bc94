import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../json.js'
import { parseLenientJson } from '../parse-lenient-json.js'
import { planDeployment } from '../plan-deployment.js'
import { TemplateError } from '../template-error.js'
import { groupInput, planFor, refusalOf, template } from '../template-fixture.js'

const echo = (parameters: JsonObject, values: JsonObject = {}, more: JsonObject = {}) =>
  planFor({ parameters, ...more }, values).parameters
const refused = (parameters: JsonObject, values: JsonObject = {}, more: JsonObject = {}) =>
  refusalOf(() => planFor({ parameters, ...more }, values))

describe('parameters of a deployment', () => {
  it('are shown with their defaults and types, and secrets without values', () =>
    expect(
      echo(
        {
          location: { type: 'string', defaultValue: '[resourceGroup().location]' },
          count: { type: 'int', defaultValue: 2 },
          isOn: { type: 'BOOL' },
          pw: { type: 'securestring' },
          secret: { type: 'secureObject', defaultValue: { a: 1 } },
          tags: { type: 'object', defaultValue: {} },
          list: { type: 'array', defaultValue: ["[parameters('LOCATION')]"] },
        },
        { ISON: false, pw: 'hidden', list: null },
      ),
    ).toEqual({
      location: { type: 'String', value: 'westeurope' },
      count: { type: 'Int', value: 2 },
      isOn: { type: 'Bool', value: false },
      pw: { type: 'SecureString' },
      secret: { type: 'SecureObject' },
      tags: { type: 'Object', value: {} },
      list: { type: 'Array', value: ['westeurope'] },
    }))

  it('keep a given value as it is, expression or not', () =>
    expect(echo({ p: { type: 'string' } }, { p: "[concat('a')]" })).toEqual({
      p: { type: 'String', value: "[concat('a')]" },
    }))

  it('may be new and now in their defaults', () =>
    expect(
      echo({
        id: { type: 'string', defaultValue: '[newGuid()]' },
        now: { type: 'string', defaultValue: "[utcNow('u')]" },
      }),
    ).toEqual({
      id: { type: 'String', value: '44444444-4444-4444-4444-444444444444' },
      now: { type: 'String', value: '2030-01-02 03:04:05Z' },
    }))

  it('take a secret from where the request says it is', () => {
    const parameters = { pw: { reference: { keyVault: { id: '/v' }, secretName: 's' } } }
    const input = {
      ...groupInput,
      template: template({ parameters: { pw: { type: 'securestring', minLength: 6 } } }),
      parameters,
    }
    expect(planDeployment({ ...input, secretOf: () => 'from the vault' }).parameters).toEqual({
      pw: { type: 'SecureString' },
    })
    expect(refusalOf(() => planDeployment(input))).toBe(
      "NotImplemented: The Key Vault reference of the parameter 'pw' is not implemented.",
    )
    expect(refusalOf(() => planDeployment({ ...input, secretOf: () => 'short' }))).not.toContain('short')
  })
})

describe('a parameter is refused', () => {
  const text = { type: 'string' }
  it.each<[string, JsonObject, JsonObject, string]>([
    [
      'without a value',
      { p: text },
      {},
      "The value for the template parameter 'p' at line '0' and column '0' is not provided. Please see https://aka.ms/arm-create-parameter-file for usage details.",
    ],
    [
      'with null for a value',
      { p: text },
      { p: null },
      "The value for the template parameter 'p' at line '0' and column '0' is not provided.",
    ],
    [
      'that the template does not have',
      { x: text, y: text },
      { a: 1, b: 2, x: 'x' },
      "The template parameters 'a, b' in the parameters file are not valid; they are not present in the original template and can therefore not be provided at deployment time. The only supported parameters for this template are 'x, y'. Please see https://aka.ms/arm-pass-parameter-values for usage details.",
    ],
    [
      'of another type',
      { p: text },
      { p: {} },
      "The provided value for the template parameter 'p' is not valid. Expected a value of type 'String, Uri', but received a value of type 'Object'. Please see https://aka.ms/arm-create-parameter-file for usage details.",
    ],
    [
      'that is text for a number',
      { p: { type: 'int' } },
      { p: '1' },
      "Expected a value of type 'Integer', but received a value of type 'String'.",
    ],
    [
      'that is a fraction',
      { p: { type: 'int' } },
      { p: 1.5 },
      "Expected a value of type 'Integer', but received a value of type 'Float'.",
    ],
    [
      'that is text for a truth',
      { p: { type: 'bool' } },
      { p: 'true' },
      "Expected a value of type 'Boolean', but received a value of type 'String'.",
    ],
    [
      'not allowed',
      { p: { type: 'string', allowedValues: ['A', 'B'] } },
      { p: 'a' },
      "The provided value 'a' for the template parameter 'p' at line '0' and column '0' is not valid. The parameter value is not part of the allowed value(s): 'A,B'.",
    ],
    [
      'with an item not allowed',
      { p: { type: 'array', allowedValues: [1, 2] } },
      { p: [1, 3] },
      "The parameter value is not part of the allowed value(s): '1,2'.",
    ],
    [
      'too short',
      { p: { type: 'string', minLength: 3 } },
      { p: 'ab' },
      "Length of the value should be greater than or equal to '3'.",
    ],
    [
      'too long',
      { p: { type: 'array', maxLength: 1 } },
      { p: [1, 2] },
      "Length of the value should be less than or equal to '1'.",
    ],
    ['too small', { p: { type: 'int', minValue: 2 } }, { p: 1 }, "The value should be greater than or equal to '2'."],
    ['too big', { p: { type: 'int', maxValue: 2 } }, { p: 3 }, "The value should be less than or equal to '2'."],
    ['of no type', { p: { type: 'text' } }, { p: 'a' }, "the type 'text' is not supported"],
    [
      'with a default of another type',
      { p: { type: 'int', defaultValue: 'a' } },
      {},
      "Expected a value of type 'Integer', but received a value of type 'String'.",
    ],
    [
      'with a default that leads back',
      { p: { type: 'int', defaultValue: "[parameters('q')]" }, q: { type: 'int', defaultValue: "[parameters('p')]" } },
      {},
      'has a circular default value',
    ],
    [
      'with a default that asks for resources',
      { p: { type: 'object', defaultValue: "[reference('x')]" } },
      {},
      "The template function 'reference' is not expected at this location.",
    ],
    [
      'with a default that names nothing',
      { p: { type: 'string', defaultValue: "[parameters('q')]" } },
      {},
      "The template parameter 'q' is not found. Please see https://aka.ms/arm-template/#parameters for usage details.",
    ],
  ])('%s', (_, parameters, values, message) => {
    expect(refused(parameters, values)).toContain(message)
    expect(refused(parameters, values)).toMatch(/^InvalidTemplate: Deployment template validation failed: '.*'\.$/)
  })

  it('when its value is not wrapped', () => {
    const input = { ...groupInput, template: template({ parameters: { p: text } }), parameters: { p: 'v' } }
    expect(refusalOf(() => planDeployment(input))).toBe(
      `InvalidRequestContent: The request content was invalid and could not be deserialized: 'Error converting value "v" to type 'Azure.Deployments.Core.Definitions.DeploymentParameterDefinition'. Path 'properties.parameters.p', line 1, position 0.'.`,
    )
  })

  it('with the place it has in the text', () => {
    const body = parseLenientJson(
      '{"properties": {\n  template:{"$schema":"s","contentVersion":"1.0.0.0","resources":[],"parameters":{\n    "extra_param": {\n "type":"string"}}}}}',
    )
    const { properties } = body.value as { properties: { template: JsonObject } }
    try {
      planDeployment({ ...groupInput, template: properties.template, parameters: {}, positionOf: body.positionOf })
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(TemplateError)
      expect(error).toMatchObject({
        message: expect.stringContaining("'extra_param' at line '3' and column '20' is not provided."),
        additionalInfo: [
          {
            type: 'TemplateViolation',
            info: { lineNumber: 3, linePosition: 20, path: 'properties.template.parameters.extra_param' },
          },
        ],
      })
    }
  })

  it('without saying its value when that is a secret', () =>
    expect(refused({ p: { type: 'securestring', allowedValues: ['x'] } }, { p: 'my secret' })).not.toContain(
      'my secret',
    ))

  it('in the order: unknown, missing, wrong', () => {
    const parameters = { missing: text, wrong: text }
    expect(refused(parameters, { unknown: 1, wrong: 1 })).toContain("'unknown' in the parameters file")
    expect(refused(parameters, { wrong: 1 })).toContain("'missing' at line")
    expect(refused(parameters, { missing: '', wrong: 1 })).toContain("parameter 'wrong' is not valid")
  })
})

describe('shapes of language version 2.0', () => {
  const definitions = {
    disk: {
      type: 'object',
      properties: { name: { type: 'string', maxLength: 5 }, size: { type: 'int', nullable: true } },
      additionalProperties: false,
    },
    pet: {
      type: 'object',
      discriminator: {
        propertyName: 'kind',
        mapping: {
          cat: { $ref: '#/definitions/cat' },
          dog: { type: 'object', properties: { kind: { type: 'string' }, barks: { type: 'bool' } } },
        },
      },
    },
    cat: { type: 'object', properties: { kind: { type: 'string' }, lives: { type: 'int' } } },
    circle: { $ref: '#/definitions/circle' },
    tree: { type: 'object', properties: { left: { $ref: '#/definitions/tree', nullable: true } } },
  }
  const disk = { $ref: '#/definitions/disk' }
  const shape = (p: JsonObject, value: JsonObject[string]) =>
    refused({ p }, { p: value ?? null }, { languageVersion: '2.0', definitions, resources: {} })

  it.each<[string, JsonObject, JsonObject[string]]>([
    ['a definition', disk, { name: 'a', size: 1 }],
    ['an absent member that may be null', disk, { name: 'a' }],
    ['null where it is allowed', { ...disk, nullable: true }, null],
    ['items', { type: 'array', items: disk }, [{ name: 'a' }, { name: 'b', size: null }]],
    ['first items', { type: 'array', prefixItems: [{ type: 'int' }], items: { type: 'string' } }, [1, 'a']],
    ['any further member', { type: 'object', additionalProperties: { type: 'int' } }, { a: 1 }],
    ['a kind', { $ref: '#/definitions/pet' }, { kind: 'cat', lives: 9 }],
    ['a definition of itself', { $ref: '#/definitions/tree' }, { left: { left: {} } }],
  ])('accept %s', (_, p, value) => expect(shape(p, value)).toBe('no refusal'))

  it.each<[string, JsonObject, JsonObject[string], string]>([
    [
      'a member of another type',
      disk,
      { name: 1 },
      "parameter 'p.name' is not valid. Expected a value of type 'String, Uri', but received a value of type 'Integer'.",
    ],
    [
      'a member too long',
      disk,
      { name: 'abcdef' },
      "parameter 'p.name' at line '0' and column '0' is not valid. Length of the value should be less than or equal to '5'. Please see https://aka.ms/arm-syntax-parameters for usage details.",
    ],
    ['a missing member', disk, {}, "parameter 'p.name' at line '0' and column '0' is not provided"],
    [
      'a member too many',
      disk,
      { name: 'a', x: 1 },
      "parameter 'p.x' at line '0' and column '0' is not valid. The definition does not permit it.",
    ],
    ['a wrong item', { type: 'array', items: disk }, [{ name: 'a' }, 1], "parameter 'p[1]' is not valid"],
    ['an item too many', { type: 'array', prefixItems: [{ type: 'int' }], items: false }, [1, 2], "parameter 'p[1]'"],
    [
      'a wrong further member',
      { type: 'object', additionalProperties: { type: 'int' } },
      { a: 'b' },
      "parameter 'p.a' is not valid",
    ],
    [
      'an unknown kind',
      { $ref: '#/definitions/pet' },
      { kind: 'fish' },
      "The parameter value is not part of the allowed value(s): 'cat,dog'.",
    ],
    [
      'a wrong member of a kind',
      { $ref: '#/definitions/pet' },
      { kind: 'cat', lives: 'nine' },
      "parameter 'p.lives' is not valid",
    ],
    ['null', disk, null, "The value for the template parameter 'p'"],
    ['a definition that leads nowhere', { $ref: '#/definitions/none' }, 1, "the type '' is not supported"],
    ['a definition that leads in a circle', { $ref: '#/definitions/circle' }, 1, "the type '' is not supported"],
  ])('refuse %s', (_, p, value, message) => expect(shape(p, value)).toContain(message))
})
