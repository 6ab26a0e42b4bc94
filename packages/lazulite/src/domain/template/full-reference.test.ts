import { expect, it } from 'vitest'
import { fullReference } from './full-reference.js'
import { groupId, subscriptionId } from './template-fixture.js'

it('a full reference is the resource without its names, and what the deployment knows of it', () =>
  expect(
    fullReference({
      id: `${groupId}/providers/A.B/c/n/d/m`,
      apiVersion: '2020-01-01',
      isTemplateResource: true,
      document: { id: 'x', name: 'm', type: 'A.B/c/d', location: 'here', properties: { a: 1 } },
    }),
  ).toEqual({
    apiVersion: '2020-01-01',
    location: 'here',
    properties: { a: 1 },
    subscriptionId,
    resourceGroupName: 'Dev',
    scope: '',
    resourceId: 'A.B/c/d/n/m',
    referenceApiVersion: '2020-01-01',
    condition: true,
    isConditionTrue: true,
    isTemplateResource: true,
    isAction: false,
    provisioningOperation: 'Create',
  }))

it('of a resource elsewhere says that it was read', () =>
  expect(
    fullReference({
      id: '/providers/A.B/c/n',
      apiVersion: '1',
      isTemplateResource: false,
      document: { properties: {} },
    }),
  ).toMatchObject({ resourceId: 'A.B/c/n', provisioningOperation: 'Read', isTemplateResource: false }))
