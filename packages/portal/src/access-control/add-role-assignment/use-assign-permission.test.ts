import { describe, expect, it } from 'vitest'
import type { AccessAnswer } from '../../api/access.js'
import { judge } from './use-assign-permission.js'

const allowed: AccessAnswer = { decision: 'allowed', reason: 'roleAssignment' }
const refused = (effect?: string): AccessAnswer => ({
  ...{ decision: 'denied', reason: 'denied' },
  explanation: {
    ...{ decision: 'denied', reason: 'denied', summary: 'it is so' },
    considered:
      effect === undefined
        ? []
        : [
            {
              ...{ roleAssignment: 'a', role: 'r', roleDefinitionId: 'd', scope: '/', isInherited: false },
              ...{ principalId: 'p', effect, sentence: '' },
            },
          ],
  },
})
const members = [{ name: 'ann' }, { name: 'bob' }]

describe('may roles be assigned', () => {
  it('is open until it is answered', () =>
    expect(judge(undefined, { isWhole: false, members: [] })).toEqual({ isAllowed: undefined }))

  it('when every assignment is allowed', () =>
    expect(judge([allowed, allowed], { isWhole: true, members })).toEqual({ isAllowed: true }))

  it('is open while a condition may still be met by the choice', () =>
    expect(judge([refused('conditionNotMet')], { isWhole: false, members: [] })).toEqual({ isAllowed: undefined }))

  it('names the member for whom a condition is not met', () =>
    expect(judge([allowed, refused('conditionNotMet')], { isWhole: true, members })).toEqual({
      ...{ isAllowed: false, reason: 'You cannot assign this role to bob: it is so' },
    }))

  it('not without any right', () =>
    expect(judge([refused()], { isWhole: false, members: [] })).toEqual({
      ...{ isAllowed: false, reason: 'You cannot assign roles here: it is so' },
    }))
})
