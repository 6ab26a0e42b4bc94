import { describe, expect, it } from 'vitest'
import { isChange, isTouchedBy } from './use-live-changes.js'

it.each([
  ['a write', { kind: 'access.allowed', facts: { action: 'Microsoft.Compute/virtualMachines/write' } }, true],
  ['an action', { kind: 'access.allowed', facts: { action: 'Microsoft.Compute/virtualMachines/start/action' } }, true],
  ['a read', { kind: 'access.allowed', facts: { action: 'Microsoft.Compute/virtualMachines/read' } }, false],
  [
    'a read in other case',
    { kind: 'access.allowed', facts: { action: 'Microsoft.Compute/virtualMachines/READ' } },
    false,
  ],
  ['a refusal', { kind: 'access.denied', facts: { action: 'Microsoft.Compute/virtualMachines/write' } }, false],
  ['an event that names no action', { kind: 'token.issued' }, true],
])('%s changes what is shown: see table', (_name, event, expected) => expect(isChange(event)).toBe(expected))

describe('isTouchedBy', () => {
  const machines = { queryKey: ['arm', 'list', '/subscriptions/s/resources'] }
  const roles = { queryKey: ['arm', 'list', '/x'], meta: { changesWith: 'Microsoft.Authorization/roleDefinitions' } }
  const signIns = { queryKey: ['graph', 'list', '/auditLogs/signIns'] }
  const write = (action: string) => ({ kind: 'access.allowed', facts: { action } })
  it.each([
    ['any write touches a list', write('Microsoft.Network/virtualNetworks/write'), machines, true],
    ['roles change with roles', write('microsoft.authorization/roledefinitions/write'), roles, true],
    ['roles do not change with assignments', write('Microsoft.Authorization/roleAssignments/write'), roles, false],
    ['anything may have changed while nobody listened', { kind: 'stream.reopened' }, roles, true],
    ['a token is in the sign-in log', { kind: 'token.issued' }, signIns, true],
    ['a token is nowhere else', { kind: 'token.issued' }, machines, false],
  ])('%s', (_title, event, query, expected) => expect(isTouchedBy(event, query)).toBe(expected))
})
