import { expect, it } from 'vitest'
import { isChange } from './use-live-changes.js'

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
