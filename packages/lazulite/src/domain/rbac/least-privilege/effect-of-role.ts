/** What a role by itself says to an action: before anybody holds it, anywhere. */
import { type Asked, effectOfBlock } from '../evaluate-access.js'
import type { RoleDefinition } from '../role.js'

/** It grants the action; it does so under a condition only; a notAction takes it away; it says nothing of it. */
export type RoleEffect = 'grants' | 'grantsOnCondition' | 'excludedByNotActions' | 'lacksAction'

/** The best that any of its permission blocks says, since blocks add up. */
export function effectOfRole(
  { permissions }: Pick<RoleDefinition, 'permissions'>,
  asked: Pick<Asked, 'action' | 'isDataAction'>,
): RoleEffect {
  let best: RoleEffect = 'lacksAction'
  for (const permission of permissions) {
    const { effect } = effectOfBlock(permission, asked)
    if (effect === 'grants' && permission.condition === undefined) return 'grants'
    if (effect === 'grants') best = 'grantsOnCondition'
    else if (effect === 'excludedByNotActions' && best === 'lacksAction') best = 'excludedByNotActions'
  }
  return best
}
