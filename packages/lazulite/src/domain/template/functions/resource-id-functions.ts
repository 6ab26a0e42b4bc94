/**
 * Ids of resources by scope. Source: template functions for resources; refusals as answered by real servers
 * (azure-quickstart-templates and vscode-azurearmtools, 2020-2023).
 */
import { isGuid } from '../../guid.js'
import { textAt } from '../../json.js'
import { segmentsOf } from '../../resource-id/resource-id.js'
import type { Arguments, TemplateFunction } from '../expression/evaluation-scope.js'
import { ExpressionError } from '../expression/expression-error.js'
import { define, unbounded } from './define-function.js'

const help = 'Please see https://aka.ms/arm-resource-functions/#resourceid for usage details.'

/** `Microsoft.Network/virtualNetworks/subnets`, ['v', 's'] → `Microsoft.Network/virtualNetworks/v/subnets/s`. */
export function interleave(type: string, names: readonly string[]): string {
  const [namespace = '', ...types] = segmentsOf(type)
  return [namespace, ...types.flatMap((segment, index) => [segment, names[index] ?? ''])].join('/')
}

interface TypedArguments {
  /** What stands before the type. */
  readonly before: readonly string[]
  /** `{type/name pairs}`, without a slash in front. */
  readonly path: string
}

/** The one argument with a slash is the type; names come after it. */
function typedArguments(args: Arguments, from: number, mostBefore: number): TypedArguments {
  const texts = args.all().map((_, position) => args.text(position))
  const rest = texts.slice(from)
  const typeAt = rest.findIndex((text) => text.includes('/'))
  const isSingle = rest.filter((text) => text.includes('/')).length === 1
  const unable = `Unable to evaluate template language function '${args.functionName}':`
  if (!isSingle || typeAt > mostBefore) {
    throw new ExpressionError(
      `${unable} function requires exactly one multi-segmented argument which must be resource type including resource provider namespace. Current function arguments '${texts.join(',')}'. ${help}`,
    )
  }
  const type = rest[typeAt] ?? ''
  const names = rest.slice(typeAt + 1)
  const wanted = segmentsOf(type).length - 1
  if (names.length !== wanted) {
    throw new ExpressionError(`${unable} the type '${type}' requires '${wanted}' resource name argument(s). ${help}`)
  }
  return { before: rest.slice(0, typeAt), path: interleave(type, names) }
}

/** The scope's own id, in the group's stored spelling. */
const scopeId = (args: Arguments): string => textAt(args.scope.facts.resourceGroup, 'id') ?? args.scope.facts.scope.id

const subscriptionOf = (args: Arguments): string =>
  textAt(args.scope.facts.subscription, 'subscriptionId') ?? segmentsOf(scopeId(args))[1] ?? ''

function resourceId(args: Arguments): string {
  const { before, path } = typedArguments(args, 0, 2)
  const { kind } = args.scope.facts.scope
  const [first, second] = before
  if (second !== undefined) return `/subscriptions/${first}/resourceGroups/${second}/providers/${path}`
  if (kind === 'managementGroup' || kind === 'tenant') return `/providers/${path}`
  if (first === undefined)
    return `${kind === 'resourceGroup' ? scopeId(args) : `/subscriptions/${subscriptionOf(args)}`}/providers/${path}`
  if (kind === 'subscription' && isGuid(first)) return `/subscriptions/${first}/providers/${path}`
  return `/subscriptions/${subscriptionOf(args)}/resourceGroups/${first}/providers/${path}`
}

function subscriptionResourceId(args: Arguments): string {
  const { before, path } = typedArguments(args, 0, 1)
  return `/subscriptions/${before[0] ?? subscriptionOf(args)}/providers/${path}`
}

function managementGroupResourceId(args: Arguments): string {
  const { before, path } = typedArguments(args, 0, 1)
  const group = before[0] ?? textAt(args.scope.facts.managementGroup, 'name') ?? segmentsOf(scopeId(args)).at(-1)
  return `/providers/Microsoft.Management/managementGroups/${group}/providers/${path}`
}

export const resourceIdFunctions: readonly TemplateFunction[] = [
  define('extensionResourceId', 3, unbounded, (args) => {
    const base = args.text(0).replace(/\/+$/, '')
    return `${base}/providers/${typedArguments(args, 1, 0).path}`
  }),
  define('managementGroupResourceId', 2, unbounded, managementGroupResourceId),
  define('resourceId', 2, unbounded, resourceId),
  define('subscriptionResourceId', 2, unbounded, subscriptionResourceId),
  define('tenantResourceId', 2, unbounded, (args) => `/providers/${typedArguments(args, 0, 0).path}`),
]
