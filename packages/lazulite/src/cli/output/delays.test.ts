import { expect, it } from 'vitest'
import { delaysInWords } from './delays.js'

it.each([
  [0, 0, undefined],
  [300, 0, 'role changes 300 s'],
  [0, 86_400, 'group changes 86400 s'],
  [300, 86_400, 'role changes 300 s, group changes 86400 s'],
])('names only the delays there are: %i, %i', (rolePropagationDelay, groupMembershipDelay, words) => {
  expect(delaysInWords({ rolePropagationDelay, groupMembershipDelay })).toBe(words)
})
