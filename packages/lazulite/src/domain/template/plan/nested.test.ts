import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../json.js'
import {
  groupId,
  planFor,
  refusalOf,
  runtimeWith,
  subscriptionId,
  subscriptionInput,
  template,
} from '../template-fixture.js'

const deployment = (name: string, properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'Microsoft.Resources/deployments',
  apiVersion: '2022-09-01',
  name,
  properties: { mode: 'Incremental', ...properties },
  ...more,
})
const inner = { expressionEvaluationOptions: { scope: 'Inner' } }
const machine = { type: 'A.B/c', apiVersion: '2020-01-01', name: 'n' }
const machineId = `${groupId}/providers/A.B/c/n`
const runtime = () => runtimeWith({ [machineId.toLowerCase()]: { properties: { key: '[k]' } } })

describe('a nested deployment of inner scope', () => {
  const module = template({
    parameters: { p: { type: 'string' } },
    resources: [{ ...machine, name: "[parameters('p')]", comments: '[notEvenAFunction()]' }],
  })
  const plan = planFor({
    parameters: { outer: { type: 'string', defaultValue: 'o' } },
    resources: [
      machine,
      deployment('mod', {
        ...inner,
        template: module,
        parameters: { p: { value: "[concat(parameters('outer'), reference('n').key)]" }, none: { value: null } },
      }),
    ],
  })

  it('keeps its template, and has its parameters evaluated', async () =>
    expect(await plan.resources[1]?.evaluate(runtime())).toEqual({
      properties: {
        mode: 'Incremental',
        ...inner,
        template: module,
        parameters: { p: { value: 'o[k]' }, none: { value: null } },
      },
    }))

  it('waits for what its parameters refer to', () =>
    expect(plan.resources[1]?.dependsOn).toEqual([plan.resources[0]?.key]))

  it('says what is known of it before anything runs', () => {
    expect(plan.resources[1]?.nested).toEqual({
      evaluation: 'inner',
      scope: { kind: 'resourceGroup', id: groupId },
      subscriptionId,
      resourceGroup: 'Dev',
    })
    expect(plan.resources[1]?.preview).toMatchObject({
      properties: { parameters: { p: { value: `[concat('o', reference('n').key)]` } } },
    })
  })
})

describe('a nested deployment of outer scope', () => {
  const nested = template({
    parameters: { own: { type: 'string', defaultValue: "[parameters('untouched')]" } },
    variables: { v: "[variables('x')]" },
    resources: [
      {
        type: 'A.B/d',
        apiVersion: '2020-01-01',
        name: "[concat(parameters('prefix'), copyIndex())]",
        copy: { name: 'inside', count: "[variables('count')]" },
        properties: {
          key: "[reference('n').key]",
          both: "[concat(reference('n').key, copyIndex('inside'), copyIndex('around'))]",
          group: '[resourceGroup().name]',
          kept: '[[literal]',
        },
      },
      deployment('further', {
        ...inner,
        template: { secret: '[parameters(1)]' },
        parameters: { a: { value: "[parameters('prefix')]" } },
      }),
    ],
    outputs: { o: { type: 'array', copy: { count: 2, input: "[concat(parameters('prefix'), copyIndex())]" } } },
  })
  const sections = {
    parameters: { prefix: { type: 'string', defaultValue: "it's" } },
    variables: { x: '[[bracket]', count: 2 },
    resources: [
      machine,
      deployment("[concat('m', copyIndex())]", { template: nested }, { copy: { name: 'around', count: 2 } }),
    ],
  }

  it("is handed on with its parent's values in place, and its own loops kept", async () => {
    const plan = planFor(sections)
    const body = await plan.resources[2]?.evaluate(runtime())
    expect(body?.properties).toEqual({
      mode: 'Incremental',
      template: {
        ...nested,
        variables: { v: '[[bracket]' },
        resources: [
          {
            type: 'A.B/d',
            apiVersion: '2020-01-01',
            name: "[concat('it''s', copyIndex())]",
            copy: { name: 'inside', count: 2 },
            properties: {
              key: '[[k]',
              both: "[concat('[k]', copyIndex('inside'), 1)]",
              group: 'Dev',
              kept: '[[literal]',
            },
          },
          deployment('further', {
            ...inner,
            template: { secret: '[parameters(1)]' },
            parameters: { a: { value: "it's" } },
          }),
        ],
        outputs: { o: { type: 'array', copy: { count: 2, input: "[concat('it''s', copyIndex())]" } } },
      },
    })
  })

  it('asks once for what it refers to, and waits for it', async () => {
    const plan = planFor(sections)
    const asked = runtime()
    await plan.resources[1]?.evaluate(asked)
    expect(asked.asked).toEqual([`${machineId}@2020-01-01`])
    expect(plan.resources[1]?.dependsOn).toEqual([plan.resources[0]?.key])
  })

  it('can be planned when its parent is done with it', async () => {
    const handed = (await planFor(sections).resources[1]?.evaluate(runtime()))?.properties as { template: JsonObject }
    const { resources: all, ...rest } = handed.template
    const [loop] = all as JsonObject[]
    const plan = planFor({ ...rest, parameters: {}, resources: [loop ?? {}] })
    expect(plan.resources.map(({ name }) => name)).toEqual(["it's0", "it's1"])
    expect(plan.resources[1]?.preview).toEqual({
      properties: { key: '[k]', both: '[k]10', group: 'Dev', kept: '[literal]' },
    })
  })

  it('may not use its own parameters', () =>
    expect(
      refusalOf(() =>
        planFor({
          resources: [
            deployment('m', {
              template: template({
                parameters: { own: { type: 'string' } },
                resources: [{ ...machine, name: "[parameters('own')]" }],
              }),
            }),
          ],
        }),
      ),
    ).toContain("The template parameter 'own' is not found."))
})

describe('where a nested deployment goes', () => {
  const other = '55555555-5555-5555-5555-555555555555'
  it.each<[string, JsonObject, JsonObject]>([
    [
      'another group',
      { resourceGroup: 'Other' },
      {
        scope: { kind: 'resourceGroup', id: `/subscriptions/${subscriptionId}/resourceGroups/Other` },
        subscriptionId,
        resourceGroup: 'Other',
      },
    ],
    [
      'a group of another subscription',
      { resourceGroup: 'g', subscriptionId: other },
      {
        scope: { kind: 'resourceGroup', id: `/subscriptions/${other}/resourceGroups/g` },
        subscriptionId: other,
        resourceGroup: 'g',
      },
    ],
    [
      'a subscription',
      { subscriptionId: '[subscription().subscriptionId]', location: 'westus' },
      { scope: { kind: 'subscription', id: `/subscriptions/${subscriptionId}` }, subscriptionId, location: 'westus' },
    ],
    [
      'a management group',
      { scope: 'Microsoft.Management/managementGroups/mg', location: 'westus' },
      {
        scope: { kind: 'managementGroup', id: '/providers/Microsoft.Management/managementGroups/mg' },
        managementGroup: 'mg',
        location: 'westus',
      },
    ],
    ['the tenant', { scope: '/', location: 'westus' }, { scope: { kind: 'tenant', id: '/' }, location: 'westus' }],
  ])('%s', (_, members, expected) => {
    const [planned] = planFor({ resources: [deployment('m', { ...inner, template: template({}) }, members)] }).resources
    expect(planned?.nested).toEqual({ evaluation: 'inner', ...expected })
    expect(planned?.scope).toBe((expected.scope as { id: string }).id)
    expect(Object.keys(planned?.preview ?? {})).not.toContain('resourceGroup')
  })

  it('is found by the id it would have in its parent', () => {
    const resources = [
      deployment('m', { ...inner, template: template({}) }, { resourceGroup: 'Other' }),
      {
        ...machine,
        dependsOn: ["[resourceId('Microsoft.Resources/deployments', 'm')]"],
        properties: { a: "[reference('m').outputs.o.value]" },
      },
    ]
    const plan = planFor({ resources })
    expect(plan.resources[1]?.dependsOn).toEqual([plan.resources[0]?.key])
  })

  it('is a linked template when the properties say so', () => {
    const templateLink = { uri: "[uri('https://example.org/a/', 'b.json')]" }
    const [planned] = planFor({ resources: [deployment('m', { templateLink })] }, {}, subscriptionInput).resources
    expect(planned?.nested).toEqual({
      evaluation: 'inner',
      scope: { kind: 'subscription', id: `/subscriptions/${subscriptionId}` },
      subscriptionId,
      templateLink: { uri: 'https://example.org/a/b.json' },
    })
  })
})
