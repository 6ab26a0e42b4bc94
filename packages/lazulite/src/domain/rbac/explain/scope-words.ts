/** What people call a scope: `resource group dev`, `virtual machine …`; the id itself stands beside it where it matters. */
import { managementGroupIn } from '../../management/hierarchy.js'
import { segmentsOf } from '../../resource-id/resource-id.js'

/** `the tenant root`, `management group m`, `subscription s`, `resource group g`, `virtualMachines vm1 in g`. */
export function scopeWords(scope: string): string {
  const segments = segmentsOf(scope)
  if (segments.length === 0) return 'the tenant root'
  const group = managementGroupIn(scope)
  if (group !== undefined && segments.length === 4) return `management group ${group}`
  if (segments.length % 2 === 1) return scope // no id of anything
  const name = segments.at(-1) ?? ''
  if (segments.length === 2 && is(segments[0], 'subscriptions')) return `subscription ${name}`
  const resourceGroup = is(segments[2], 'resourcegroups') ? segments[3] : undefined
  if (segments.length === 4 && resourceGroup !== undefined) return `resource group ${resourceGroup}`
  const type = segments.at(-2) ?? ''
  return `${type} ${name}${resourceGroup === undefined ? '' : ` in ${resourceGroup}`}`
}

const is = (segment: string | undefined, keyword: string): boolean => segment?.toLowerCase() === keyword
