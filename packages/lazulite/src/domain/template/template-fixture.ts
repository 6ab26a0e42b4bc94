/** What the tests of the template language start from: one group, one subscription, a runtime that remembers what it was asked. */
import type { Json, JsonObject } from '../json.js'
import type { DeploymentPlan, PlanInput, TemplateRuntime } from './deployment-plan.js'
import { evaluateText } from './expression/evaluate.js'
import { maximumCalls } from './expression/evaluation-limits.js'
import type { EvaluationScope, Place } from './expression/evaluation-scope.js'
import { ExpressionError } from './expression/expression-error.js'
import { planDeployment } from './plan-deployment.js'

export const subscriptionId = '11111111-1111-1111-1111-111111111111'
export const groupId = `/subscriptions/${subscriptionId}/resourceGroups/Dev`

const tenantId = '22222222-2222-2222-2222-222222222222'

export const groupInput: Omit<PlanInput, 'template'> = {
  parameters: {},
  deploymentName: 'main',
  mode: 'Incremental',
  scope: { kind: 'resourceGroup', id: groupId },
  resourceGroup: {
    id: groupId,
    name: 'Dev',
    type: 'Microsoft.Resources/resourceGroups',
    location: 'westeurope',
    tags: { team: 'blue' },
    properties: { provisioningState: 'Succeeded' },
  },
  subscription: { id: `/subscriptions/${subscriptionId}`, subscriptionId, tenantId, displayName: 'Testing' },
  tenant: { id: `/tenants/${tenantId}`, tenantId, countryCode: 'NL', displayName: 'Contoso' },
  environment: { name: 'AzureCloud', suffixes: { storage: 'core.windows.net' } },
  deployer: { objectId: '33333333-3333-3333-3333-333333333333', tenantId },
  now: Date.UTC(2030, 0, 2, 3, 4, 5, 678),
  newGuid: () => '44444444-4444-4444-4444-444444444444',
  providers: (namespace, type) => {
    if (namespace !== 'Microsoft.Compute') return undefined
    if (type === undefined) return { namespace, resourceTypes: [] }
    const zoneMappings = [{ location: 'West Europe', zones: ['3', '1', '2'] }]
    return { resourceType: type, locations: ['westeurope'], apiVersions: ['2024-11-01'], zoneMappings }
  },
}

export const { resourceGroup: _, ...withoutGroup } = groupInput

/** A deployment to the subscription. */
export const subscriptionInput: Omit<PlanInput, 'template'> = {
  ...withoutGroup,
  scope: { kind: 'subscription', id: `/subscriptions/${subscriptionId}` },
  location: 'westeurope',
}

/** A template of the given sections. */
export const template = (sections: JsonObject): JsonObject => ({
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  resources: [],
  ...sections,
})

/** A plan for a group. Values of parameters are given bare. */
export function planFor(sections: JsonObject, values: JsonObject = {}, input = groupInput): DeploymentPlan {
  const parameters = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value: value ?? null }]))
  return planDeployment({ ...input, template: template(sections), parameters })
}

/** Code and message of the refusal. */
export function refusalOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof Error) return 'code' in error ? `${error.code}: ${error.message}` : error.message
  }
  return 'no refusal'
}

export interface RememberingRuntime extends TemplateRuntime {
  /** What was asked, in order. */
  readonly asked: string[]
}

/** Answers by id in lower case; everything else is an error. */
export function runtimeWith(documents: Readonly<Record<string, JsonObject>>): RememberingRuntime {
  const asked: string[] = []
  return {
    asked,
    reference: async (id, apiVersion, full) => {
      asked.push(`${id}@${apiVersion}${full ? ' full' : ''}`)
      const document = documents[id.toLowerCase()]
      if (document === undefined) throw new Error(`nothing at ${id}`)
      return full ? document : (document.properties ?? {})
    },
    list: async (functionName, id, apiVersion, body) => {
      asked.push(`${functionName} ${id}@${apiVersion}`)
      return { keys: [{ value: `key of ${id.split('/').at(-1)}` }], ...(body === undefined ? {} : { body }) }
    },
  }
}

const notHere = (name: string): never => {
  throw new ExpressionError(`no ${name}`)
}

export function scopeAt(place: Place, more: Partial<EvaluationScope> = {}, input = groupInput): EvaluationScope {
  return {
    place,
    facts: {
      ...input,
      deployment: () => ({ name: input.deploymentName }),
      resourceGroup: input.resourceGroup,
      subscription: input.subscription,
      managementGroup: input.managementGroup,
    },
    parameter: notHere,
    variable: notHere,
    userFunction: () => undefined,
    callers: [],
    budget: { remaining: maximumCalls },
    loops: [],
    lambdaVariables: new Map(),
    runtime: undefined,
    ...more,
  }
}

/** The value of an expression without its brackets, in the body of a resource. */
export const valueOfExpression = (text: string, place: Place = 'body'): Json =>
  evaluateText(`[${text}]`, scopeAt(place))
