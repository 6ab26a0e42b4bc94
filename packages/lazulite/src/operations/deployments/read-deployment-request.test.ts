import { describe, expect, it } from 'vitest'
import { ArmError } from '../../domain/errors/arm-error.js'
import { template } from '../../testing/deployment-templates.js'
import { readDeploymentRequest } from './read-deployment-request.js'

const inGroup = { name: 'd', scope: { kind: 'resourceGroup', id: '/subscriptions/s/resourceGroups/g' } } as const
const inSubscription = { name: 'd', scope: { kind: 'subscription', id: '/subscriptions/s' } } as const

const refusal = (body: unknown, where: Parameters<typeof readDeploymentRequest>[1] = inGroup): unknown[] => {
  try {
    readDeploymentRequest(typeof body === 'string' ? body : JSON.stringify(body), where)
  } catch (error) {
    if (error instanceof ArmError) return [error.status, error.code, error.message]
    throw error
  }
  throw new Error('was not refused')
}
const properties = (more: object = {}) => ({ properties: { mode: 'Incremental', template: template([]), ...more } })

describe('a deployment request', () => {
  it('is read with modes in any case, and without parameters', () => {
    const { template, parameters, mode, validationLevel, resultFormat } = readDeploymentRequest(
      JSON.stringify({ properties: { mode: 'incremental', template: { a: 1 }, parameters: null, templateLink: null } }),
      inGroup,
    )
    expect({ template, parameters, mode, validationLevel, resultFormat }).toEqual({
      template: { a: 1 },
      parameters: {},
      mode: 'Incremental',
      validationLevel: 'Provider',
      resultFormat: 'FullResourcePayloads',
    })
  })

  it('is read as az sends it: the template verbatim behind an unquoted key', () => {
    const text = '{"properties": {"mode": "Incremental", template:{\n // comment\n "a": 1 /* b */ }}}'
    expect(readDeploymentRequest(text, inGroup).template).toEqual({ a: 1 })
  })

  it.each([
    ['no object', '[]', 400, 'InvalidRequestContent'],
    ['no properties', {}, 400, 'InvalidRequestContent'],
    ['no mode', { properties: { template: {} } }, 400, 'InvalidRequestContent'],
    ['an unknown mode', properties({ mode: 'Both' }), 400, 'InvalidRequestContent'],
    ['no template', { properties: { mode: 'Incremental' } }, 400, 'InvalidDeployment'],
    ['a template that is no object', properties({ template: 'x' }), 400, 'InvalidRequestContent'],
    ['a linked template', properties({ templateLink: { uri: 'https://x/t.json' } }), 400, 'InvalidContentLink'],
    ['linked parameters', properties({ parametersLink: { uri: 'https://x/p.json' } }), 400, 'InvalidContentLink'],
    ['a template spec', properties({ templateLink: { id: '/subscriptions/s' } }), 501, 'NotImplemented'],
    ['a fallback', properties({ onErrorDeployment: { type: 'LastSuccessful' } }), 501, 'NotImplemented'],
    ['debug output', properties({ debugSetting: { detailLevel: 'requestContent' } }), 501, 'NotImplemented'],
    ['a broken text', '{"properties": ', 400, 'InvalidRequestContent'],
  ])('with %s is refused', (_, body, status, code) => expect(refusal(body).slice(0, 2)).toEqual([status, code]))

  it('names what it refuses', () => {
    expect(refusal({ properties: { template: {} } })[2]).toContain(
      "Required property 'mode' not found in JSON. Path 'properties'",
    )
    expect(refusal(properties({ templateLink: { uri: 'https://x/t.json' } }))[2]).toBe(
      "Unable to download deployment content from 'https://x/t.json'. Lazulite is offline: send the content itself instead of a link.",
    )
  })

  it.each([
    [
      inGroup,
      { location: 'westus', ...properties() },
      "The 'location' property is not allowed for 'd' at resource group scope. Please see https://aka.ms/arm-deployment-subscription for usage details.",
    ],
    [
      inSubscription,
      properties(),
      "The 'location' property must be specified for 'd'. Please see https://aka.ms/arm-deployment-subscription for usage details.",
    ],
  ])('has a location above groups, and there alone', (where, body, message) =>
    expect(refusal(body, where)).toEqual([400, 'InvalidDeployment', message]),
  )

  it('refuses Complete mode and places that are no regions above groups', () => {
    expect(refusal({ location: 'westus', ...properties({ mode: 'Complete' }) }, inSubscription).slice(0, 2)).toEqual([
      400,
      'InvalidDeployment',
    ])
    expect(refusal({ location: 'atlantis', ...properties() }, inSubscription).slice(0, 2)).toEqual([
      400,
      'LocationNotAvailableForDeployment',
    ])
  })
})
