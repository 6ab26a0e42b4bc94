import { describe, expect, it } from 'vitest'
import { reasonAgainst } from './directory-rights.js'

const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10'
const groupsAdministrator = 'FDD7A751-B60B-444A-984C-02652FE8FA1C'

describe('reasonAgainst', () => {
  it.each(['manageUsers', 'manageGroups', 'manageApplications', 'manageRoles'] as const)(
    'a Global Administrator may %s, whoever holds nothing may not',
    (task) => {
      expect(reasonAgainst(task, [globalAdministrator])).toBeUndefined()
      expect(reasonAgainst(task, [])).toMatch(/^You cannot .* takes the directory role /)
    },
  )
  it('greys nothing on suspicion', () => expect(reasonAgainst('manageUsers', undefined)).toBeUndefined())
  it('leaves owners what they own', () => expect(reasonAgainst('manageGroups', [], { isOwner: true })).toBeUndefined())
  it('a role does what it is for and no more, whatever its case', () => {
    expect(reasonAgainst('manageGroups', [groupsAdministrator])).toBeUndefined()
    expect(reasonAgainst('manageUsers', [groupsAdministrator])).toContain('User Administrator')
  })
})
