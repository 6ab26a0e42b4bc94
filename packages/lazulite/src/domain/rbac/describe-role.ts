/**
 * One sentence about a built-in role, computed from what it permits.
 *
 * Decision: Azure's own descriptions are prose and not part of the catalogue; clients show the text and never read it.
 */
import type { Permission } from './role.js'

export function describeRole(permissions: readonly Permission[]): string {
  const actions = permissions.flatMap((permission) => permission.actions)
  const dataActions = permissions.flatMap((permission) => permission.dataActions)
  const notActions = permissions.flatMap((permission) => permission.notActions)
  const parts = [
    describeActions(actions, 'management'),
    describeActions(dataActions, 'data'),
    notActions.length === 0 ? '' : `without ${count(notActions.length, 'excluded action')}`,
    permissions.some(({ condition }) => condition !== undefined) ? 'in part only under a condition' : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'Permits nothing.' : `Permits ${parts.join(', ')}.`
}

function describeActions(actions: readonly string[], kind: 'management' | 'data'): string {
  if (actions.length === 0) return ''
  if (actions.includes('*')) return `every ${kind} action`
  const isReading = actions.every((action) => action.toLowerCase().endsWith('/read'))
  const noun = `${kind} ${isReading ? 'read action' : 'action'}`
  if (actions.includes('*/read')) {
    return actions.length === 1
      ? `every ${noun}`
      : `every ${kind} read action and ${count(actions.length - 1, 'more action')}`
  }
  return `${count(actions.length, noun)} of ${listNamespaces(actions)}`
}

function listNamespaces(actions: readonly string[]): string {
  const namespaces = [...new Set(actions.map((action) => action.slice(0, action.indexOf('/'))))]
  const shown = namespaces.slice(0, 3)
  const hidden = namespaces.length - shown.length
  if (hidden > 0) return `${shown.join(', ')} and ${count(hidden, 'more provider')}`
  const last = shown.pop() ?? ''
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`
