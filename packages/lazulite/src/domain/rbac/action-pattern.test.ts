import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchesAction } from './action-pattern.js'

describe('matchesAction', () => {
  it.each([
    ['*', 'Microsoft.Compute/virtualMachines/read', true, 'the bare wildcard matches everything'],
    ['*/read', 'Microsoft.Compute/virtualMachines/read', true, 'a leading wildcard covers any depth'],
    ['*/read', 'Microsoft.Compute/virtualMachines/write', false, 'the verb after it counts'],
    ['*/read', 'Microsoft.Compute/virtualMachines/readers', false, 'the verb is matched to its end'],
    [
      'Microsoft.Compute/*',
      'Microsoft.Compute/virtualMachines/start/action',
      true,
      'a trailing wildcard covers children',
    ],
    ['Microsoft.Compute/*', 'Microsoft.ComputeSchedule/x/read', false, 'a longer namespace is another namespace'],
    ['Microsoft.CostManagement/exports/*', 'Microsoft.CostManagement/exports/action', true, 'one segment'],
    ['Microsoft.CostManagement/exports/*', 'Microsoft.CostManagement/exports/run/action', true, 'two segments'],
    ['Microsoft.Authorization/*/Write', 'Microsoft.Authorization/roleAssignments/write', true, 'case does not matter'],
    [
      'MICROSOFT.COMPUTE/VIRTUALMACHINES/READ',
      'microsoft.compute/virtualMachines/read',
      true,
      'nor without a wildcard',
    ],
    ['Microsoft.Authorization/*/read', 'Microsoft.Authorization/a/b/c/read', true, 'a wildcard spans slashes'],
    [
      'Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action',
      'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action',
      true,
      'a wildcard between slashes stands for nothing, too',
    ],
    [
      'Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action',
      'Microsoft.ManagedIdentity/userAssignedIdentities/id1/assign/action',
      true,
      'and for a segment',
    ],
    [
      'Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action',
      'Microsoft.ManagedIdentity/userAssignedIdentitiesassign/action',
      false,
      'but one slash remains',
    ],
    ['a/b*/c', 'a/b/c', true, 'a wildcard inside a segment may be empty'],
    ['a/b*/c', 'a/c', false, 'but its letters stay'],
    ['', 'Microsoft.Compute/virtualMachines/read', false, 'an empty pattern matches no action'],
    ['a/*/b/*', 'a/b/c', true, 'several wildcards, the first empty'],
    ['a/*/b/*', 'a/x/y/b/', true, 'several wildcards, the last empty'],
    ['a/*/b/*', 'a/x/y/b', false, 'several wildcards, a slash missing'],
    ['a/*/*/b', 'a/b', true, 'neighbouring wildcards share one slash'],
    ['*a*b*', 'xxaxxbxx', true, 'wildcards at both ends'],
    ['*a*b*', 'xxbxxaxx', false, 'in order'],
    ['**', 'a/b', true, 'two wildcards in a row'],
  ])('%s against %s is %s: %s', (pattern, action, expected) => expect(matchesAction(pattern, action)).toBe(expected))

  it('takes characters of regular expressions literally', () => {
    expect(matchesAction('Microsoft.Compute/(a+)+/*', 'MicrosoftXCompute/aaa/read')).toBe(false)
  })

  it('answers a hostile pattern in bounded time', () => {
    const pattern = '*a'.repeat(200)
    expect(matchesAction(pattern, `${'a'.repeat(1000)}b`)).toBe(false)
  })

  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'B', '/', '*', '.'), maxLength: 12 })
  const action = fc.string({ unit: fc.constantFrom('a', 'b', 'B', '/', '.'), maxLength: 12 })

  it('agrees with the same rule written as a regular expression', () => {
    fc.assert(
      fc.property(text, action, (pattern, asked) => {
        // `/*/` is a slash, then anything that ends in a slash, or nothing; overlapping ones are taken from the left.
        const tokens = pattern.toLowerCase().match(/(?<=\/)\*\/|\*|[^*]/g) ?? []
        const source = tokens.map((token) =>
          token === '*/' ? '(?:.*/)?' : token === '*' ? '.*' : token.replace(/[./]/g, '\\$&'),
        )
        expect(matchesAction(pattern, asked)).toBe(new RegExp(`^${source.join('')}$`).test(asked.toLowerCase()))
      }),
      { numRuns: 2000 },
    )
  })

  it('matches every pattern without a wildcard to itself, in any case', () => {
    fc.assert(fc.property(action, (same) => matchesAction(same.toUpperCase(), same.toLowerCase())))
  })
})
