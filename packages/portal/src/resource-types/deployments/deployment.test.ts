import { describe, expect, it } from 'vitest'
import {
  durationText,
  errorIn,
  factsOfError,
  layOutError,
  sentenceOf,
  startOf,
  statusOf,
  valueText,
} from './deployment.js'

it.each([
  ['Succeeded', 'Your deployment is complete'],
  ['failed', 'Your deployment failed'],
  ['Canceled', 'Your deployment was canceled'],
  ['Accepted', 'Deployment is in progress'],
  ['Running', 'Deployment is in progress'],
])('%s reads "%s"', (state, expected) => expect(sentenceOf(state)).toBe(expected))

it.each([
  ['PT3.0492069S', '3 seconds'],
  ['PT1M1S', '1 minute 1 second'],
  ['PT2H0M5S', '2 hours 5 seconds'],
  ['PT0.2S', 'less than a second'],
  ['PT0S', 'less than a second'],
  [undefined, '-'],
  ['soon', '-'],
])('%s took %s', (duration, expected) => expect(durationText(duration)).toBe(expected))

it('counts back from the last change to the start', () => {
  const properties = { provisioningState: 'Succeeded', timestamp: '2030-01-01T00:01:00Z', duration: 'PT1M' }
  expect(startOf(properties)).toBe('2030-01-01T00:00:00.000Z')
})

describe('layOutError', () => {
  const inner = { code: 'Conflict', message: 'It is taken.' }
  it.each([
    [
      'details',
      { code: 'DeploymentFailed', message: 'At least one failed.', details: [inner] },
      [
        { depth: 0, code: 'DeploymentFailed', message: 'At least one failed.' },
        { depth: 1, ...inner },
      ],
    ],
    [
      'an answer as text in a message',
      { code: 'Conflict', message: JSON.stringify({ error: inner }) },
      [
        { depth: 0, code: 'Conflict', message: '' },
        { depth: 1, ...inner },
      ],
    ],
    ['a message that only looks so', { code: 'Bad', message: '{x' }, [{ depth: 0, code: 'Bad', message: '{x' }]],
  ])('takes apart %s', (_, error, expected) => expect(layOutError(error)).toEqual(expected))

  it('becomes facts with every level in their details', () => {
    const error = { code: 'DeploymentFailed', message: 'm', details: [{ code: 'A', message: 'a', details: [inner] }] }
    expect(factsOfError(error, '/d').details).toEqual([
      { code: 'A', message: 'a' },
      { code: '  Conflict', message: 'It is taken.' },
    ])
  })
})

it.each([
  [{ error: { code: 'A' } }, { code: 'A' }],
  [
    { code: 'A', message: 'm' },
    { code: 'A', message: 'm' },
  ],
  ['text', undefined],
  [null, undefined],
])('finds the error in %j', (body, expected) => expect(errorIn(body)).toEqual(expected))

it('says the provider’s status once an operation has ended', () => {
  const operation = (provisioningState: string, statusCode?: string) => ({
    ...{ id: 'i', operationId: 'o' },
    properties: { provisioningState, ...(statusCode === undefined ? {} : { statusCode }) },
  })
  expect(statusOf(operation('Running', 'Created'))).toBe('Running')
  expect(statusOf(operation('Failed', 'Conflict'))).toBe('Conflict')
  expect(statusOf(operation('Succeeded'))).toBe('Succeeded')
})

it.each([
  [{ type: 'String', value: 'x' }, 'x'],
  [{ type: 'Int', value: 3 }, '3'],
  [{ type: 'SecureString' }, '(secure value, not kept)'],
  [{ type: 'String' }, ''],
])('%j is shown as %j', (value, expected) => expect(valueText(value)).toBe(expected))
