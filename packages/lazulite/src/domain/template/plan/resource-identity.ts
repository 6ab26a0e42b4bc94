/**
 * Where a resource lives and what its id is: names and types pair up, `scope`, `resourceGroup` and `subscriptionId` lead elsewhere,
 * and the old spelling of extension resources (`…/providers/roleAssignments`) means the same as `scope`.
 */
import { resourceKey, segmentsOf } from '../../resource-id/resource-id.js'
import type { DeploymentScope } from '../deployment-plan.js'
import { interleave } from '../functions/resource-id-functions.js'

export interface Target {
  readonly scope?: string
  readonly subscriptionId?: string
  readonly resourceGroup?: string
}

/** The scope a resource asks for, without a slash at its end; `''` is the tenant. */
export function targetScope(target: Target, deployment: DeploymentScope): string {
  const own = trimmed(deployment.id)
  const { scope, subscriptionId, resourceGroup } = target
  if (scope !== undefined) {
    if (scope.startsWith('/')) return trimmed(scope)
    if (/^Microsoft\.Management\/managementGroups\/[^/]+$/i.test(scope)) return `/providers/${scope}`
    return `${own}/providers/${trimmed(scope)}`
  }
  if (resourceGroup !== undefined) {
    return `/subscriptions/${subscriptionId ?? segmentsOf(own)[1] ?? ''}/resourceGroups/${resourceGroup}`
  }
  return subscriptionId === undefined ? own : `/subscriptions/${subscriptionId}`
}

const trimmed = (id: string): string => id.replace(/\/+$/, '')

export interface Identity {
  readonly id: string
  readonly type: string
  readonly name: string
  readonly scope: string
}

/** @param base of `targetScope` */
export function identityOf(type: string, name: string, base: string): Identity {
  if (type.toLowerCase() === 'microsoft.resources/resourcegroups' && /^\/subscriptions\/[^/]+$/i.test(base)) {
    return { id: `${base}/resourceGroups/${name}`, type, name, scope: base }
  }
  const path = interleave(type, name.split('/'))
  const extension = /^(.+)\/providers\/([^/]+\/.+)$/i.exec(path)
  if (extension === null) return { id: `${base}/providers/${path}`, type, name, scope: base === '' ? '/' : base }
  const [, parent = '', extensionPath = ''] = extension
  const [namespace = '', ...pairs] = extensionPath.split('/')
  const types = pairs.filter((_, index) => index % 2 === 0)
  const names = pairs.filter((_, index) => index % 2 === 1)
  const scope = `${base}/providers/${parent}`
  return {
    id: `${scope}/providers/${extensionPath}`,
    type: [namespace, ...types].join('/'),
    name: names.join('/'),
    scope,
  }
}

/** A name has one segment less than its type (the namespace counts). */
export const hasMatchingSegments = (type: string, name: string): boolean =>
  type.split('/').length === name.split('/').length + 1 && !name.split('/').includes('')

/** Ids in the form in which they are compared; groups have two spellings. */
export const planKey = (id: string): string =>
  resourceKey(id).replace(
    /^(\/subscriptions\/[^/]+)\/providers\/microsoft\.resources\/resourcegroups\/([^/]+)$/,
    '$1/resourceGroups/$2'.toLowerCase(),
  )

export function scopeOfId(id: string): DeploymentScope {
  const segments = segmentsOf(id)
  const kind = segments[0]?.toLowerCase()
  if (kind === undefined) return { kind: 'tenant', id: '/' }
  if (kind !== 'subscriptions') return { kind: 'managementGroup', id }
  return { kind: segments.length > 2 ? 'resourceGroup' : 'subscription', id }
}
