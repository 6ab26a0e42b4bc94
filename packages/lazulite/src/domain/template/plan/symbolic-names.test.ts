/** Templates as Bicep compiles them, written by hand after what its compiler emits. */
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../json.js'
import { groupId, planFor, refusalOf, runtimeWith, subscriptionId, template } from '../template-fixture.js'

const identityId = `${groupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/app`
const vaultId = `/subscriptions/${subscriptionId}/resourceGroups/Shared/providers/Microsoft.KeyVault/vaults/kv`

/** An identity, a role at a vault that is already there, machines in a loop, and a module that takes their ids. */
const compiled: JsonObject = {
  languageVersion: '2.0',
  definitions: {
    site: { type: 'object', properties: { name: { type: 'string' }, size: { type: 'int', nullable: true } } },
  },
  parameters: {
    location: { type: 'string', defaultValue: '[resourceGroup().location]' },
    sites: { type: 'array', items: { $ref: '#/definitions/site' } },
    withRole: { type: 'bool', defaultValue: true },
  },
  variables: { names: "[map(parameters('sites'), lambda('s', toLower(lambdaVariables('s').name)))]" },
  resources: {
    vault: {
      existing: true,
      type: 'Microsoft.KeyVault/vaults',
      apiVersion: '2023-07-01',
      resourceGroup: 'Shared',
      name: 'kv',
    },
    app: {
      type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
      apiVersion: '2023-01-31',
      name: 'app',
      location: "[parameters('location')]",
    },
    role: {
      condition: "[parameters('withRole')]",
      type: 'Microsoft.Authorization/roleAssignments',
      apiVersion: '2022-04-01',
      scope: "[resourceId('Microsoft.ManagedIdentity/userAssignedIdentities', 'app')]",
      name: "[guid(resourceGroup().id, 'app', 'reader')]",
      properties: {
        principalId: "[reference('app').principalId]",
        roleDefinitionId:
          "[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'acdd72a7-3385-48ef-bd42-f606fba81ae7')]",
        description: "[reference('vault', '2023-07-01', 'full').location]",
      },
      dependsOn: ['app'],
    },
    machines: {
      copy: { name: 'machines', count: "[length(parameters('sites'))]" },
      type: 'Microsoft.Web/sites',
      apiVersion: '2023-12-01',
      name: "[variables('names')[copyIndex()]]",
      location: "[parameters('location')]",
      identity: {
        type: 'UserAssigned',
        userAssignedIdentities: {
          "[format('{0}', resourceId('Microsoft.ManagedIdentity/userAssignedIdentities', 'app'))]": {},
        },
      },
      properties: { size: "[coalesce(tryGet(parameters('sites')[copyIndex()], 'size'), 1)]" },
      dependsOn: ['app', 'role'],
    },
    config: {
      type: 'Microsoft.Web/sites/config',
      apiVersion: '2023-12-01',
      name: "[format('{0}/{1}', variables('names')[0], 'appsettings')]",
      properties: { host: "[reference('machines[1]').defaultHostName]" },
      dependsOn: ["[format('machines[{0}]', 0)]", 'machines[1]'],
    },
    report: {
      type: 'Microsoft.Resources/deployments',
      apiVersion: '2022-09-01',
      name: 'report',
      properties: {
        expressionEvaluationOptions: { scope: 'inner' },
        mode: 'Incremental',
        parameters: {
          hosts: { value: "[map(references('machines'), lambda('m', lambdaVariables('m').defaultHostName))]" },
        },
        template: template({ languageVersion: '2.0', parameters: { hosts: { type: 'array' } }, resources: {} }),
      },
      dependsOn: ['machines'],
    },
  },
  outputs: {
    principalId: { type: 'string', condition: "[parameters('withRole')]", value: "[reference('app').principalId]" },
    hosts: {
      type: 'array',
      copy: {
        count: "[length(range(0, length(parameters('sites'))))]",
        input: "[reference(format('machines[{0}]', copyIndex())).defaultHostName]",
      },
    },
    vaultUri: { type: 'string', value: "[reference('vault').vaultUri]" },
    reportName: { type: 'string', value: "[reference('report').outputs.name.value]" },
  },
}
const values = { sites: [{ name: 'One', size: 3 }, { name: 'Two' }] }

const site = (name: string) => `${groupId}/providers/Microsoft.Web/sites/${name}`
const documents: Record<string, JsonObject> = {
  [identityId.toLowerCase()]: { properties: { principalId: 'p1' } },
  [vaultId.toLowerCase()]: { location: 'northeurope', properties: { vaultUri: 'https://kv' } },
  [site('one').toLowerCase()]: { properties: { defaultHostName: 'one.example.org' } },
  [site('two').toLowerCase()]: { properties: { defaultHostName: 'two.example.org' } },
  [`${groupId}/providers/Microsoft.Resources/deployments/report`.toLowerCase()]: {
    properties: { outputs: { name: { value: 'r' } } },
  },
}

describe('a template with symbolic names', () => {
  const plan = planFor(compiled, values)
  const named = (name: string, index?: number) =>
    plan.resources.find(({ symbolicName, copy }) => symbolicName === name && copy?.index === index)

  it('is ordered by them', () => {
    const symbols = new Map(
      plan.resources.map(({ key, symbolicName, copy }) => [
        key,
        copy === undefined ? symbolicName : `${symbolicName}[${copy.index}]`,
      ]),
    )
    expect(
      plan.resources.map(({ key, dependsOn }) => [symbols.get(key), dependsOn.map((other) => symbols.get(other))]),
    ).toEqual([
      ['vault', []],
      ['app', []],
      ['role', ['app', 'vault']],
      ['machines[0]', ['app', 'role']],
      ['machines[1]', ['app', 'role']],
      ['config', ['machines[0]', 'machines[1]']],
      ['report', ['machines[0]', 'machines[1]']],
    ])
  })

  it('reads what is already there, and does not write it', async () => {
    expect(named('vault')).toMatchObject({ id: vaultId, isExisting: true, preview: {} })
    expect(await named('vault')?.evaluate(runtimeWith({}))).toEqual({})
    expect(plan.providers.map(({ namespace }) => namespace)).not.toContain('Microsoft.KeyVault')
  })

  it('puts extensions on what they extend, under a name that is always the same', () =>
    expect(named('role')?.id).toBe(
      `${identityId}/providers/Microsoft.Authorization/roleAssignments/${planFor(compiled, values).resources[2]?.name}`,
    ))

  it('evaluates bodies against what is running', async () => {
    const runtime = runtimeWith(documents)
    expect(await named('role')?.evaluate(runtime)).toMatchObject({
      properties: { principalId: 'p1', description: 'northeurope' },
    })
    expect(await named('machines', 1)?.evaluate(runtime)).toEqual({
      location: 'westeurope',
      identity: { type: 'UserAssigned', userAssignedIdentities: { [identityId]: {} } },
      properties: { size: 1 },
    })
    expect(await named('config')?.evaluate(runtime)).toEqual({ properties: { host: 'two.example.org' } })
    expect(await named('report')?.evaluate(runtime)).toMatchObject({
      properties: { parameters: { hosts: { value: ['one.example.org', 'two.example.org'] } } },
    })
    expect(runtime.asked[0]).toBe(`${identityId}@2023-01-31`)
  })

  it('gives its outputs', async () =>
    expect(await plan.outputs(runtimeWith(documents))).toEqual({
      principalId: { type: 'String', value: 'p1' },
      hosts: { type: 'Array', value: ['one.example.org', 'two.example.org'] },
      vaultUri: { type: 'String', value: 'https://kv' },
      reportName: { type: 'String', value: 'r' },
    }))

  it('leaves out what a condition leaves out, in what depends on it and in outputs', async () => {
    const without = planFor(compiled, { ...values, withRole: false })
    expect(without.skipped.map(({ type }) => type)).toEqual(['Microsoft.Authorization/roleAssignments'])
    expect(without.resources[2]?.dependsOn).toEqual([without.resources[1]?.key])
    expect(Object.keys(await without.outputs(runtimeWith(documents)))).toEqual(['hosts', 'vaultUri', 'reportName'])
  })

  it('counts once what is both deployed and already there', () => {
    const thing = { type: 'A.B/c', apiVersion: '1', name: 'n' }
    const resources = {
      old: { ...thing, existing: true },
      new: thing,
      after: { ...thing, name: 'm', dependsOn: ['old'] },
    }
    const both = planFor({ languageVersion: '2.0', resources })
    expect(both.resources.map(({ name, isExisting, dependsOn }) => [name, isExisting, dependsOn])).toEqual([
      ['n', false, []],
      ['m', false, [both.resources[0]?.key]],
    ])
  })

  it.each<[string, JsonObject, string]>([
    ['a symbolic name that is not there', { a: { dependsOn: ['b'] } }, "The template reference 'b' is not valid"],
    [
      'a member a loop does not have',
      { a: { dependsOn: ['l[2]'] }, l: { copy: { name: 'l', count: 2 }, name: "[concat('l', copyIndex())]" } },
      "The template reference 'l[2]' is not valid",
    ],
    [
      'a list of what is no loop',
      { a: { properties: { x: "[references('b')]" } }, b: { name: 'b' } },
      "The template reference 'b' is not valid",
    ],
  ])('refuses %s', (_, resources, message) => {
    const whole = Object.fromEntries(
      Object.entries(resources).map(([name, members]) => [
        name,
        { type: 'A.B/c', apiVersion: '1', name: 'n', ...(members as JsonObject) },
      ]),
    )
    expect(refusalOf(() => planFor({ languageVersion: '2.0', resources: whole }))).toContain(message)
  })
})

describe('a template without symbolic names, as Bicep compiles it', () => {
  const modules = planFor({
    parameters: { name: { type: 'string', defaultValue: 'site' } },
    resources: [
      {
        type: 'Microsoft.Resources/deployments',
        apiVersion: '2022-09-01',
        name: 'network',
        resourceGroup: 'Shared',
        properties: {
          expressionEvaluationOptions: { scope: 'inner' },
          mode: 'Incremental',
          parameters: { name: { value: "[parameters('name')]" } },
          template: template({
            parameters: { name: { type: 'string' } },
            outputs: { id: { type: 'string', value: "[parameters('name')]" } },
          }),
        },
      },
      {
        type: 'Microsoft.Web/sites',
        apiVersion: '2023-12-01',
        name: "[parameters('name')]",
        properties: {
          subnet:
            "[reference(extensionResourceId(format('/subscriptions/{0}/resourceGroups/{1}', subscription().subscriptionId, 'Shared'), 'Microsoft.Resources/deployments', 'network'), '2022-09-01').outputs.id.value]",
        },
        dependsOn: [
          "[extensionResourceId(format('/subscriptions/{0}/resourceGroups/{1}', subscription().subscriptionId, 'Shared'), 'Microsoft.Resources/deployments', 'network')]",
        ],
      },
    ],
  })
  it('passes outputs of modules on', async () => {
    const [network, web] = modules.resources
    expect(web?.dependsOn).toEqual([network?.key])
    const runtime = runtimeWith({ [network?.key ?? '']: { properties: { outputs: { id: { value: 'site' } } } } })
    expect(await web?.evaluate(runtime)).toEqual({ properties: { subnet: 'site' } })
  })
})
