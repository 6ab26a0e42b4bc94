/** How long changes of roles and groups have to be remembered, for the store to be opened with. */
import type { Seconds } from '../../domain/time.js'
import type { Clock } from '../../ports/clock.js'
import type { Rules } from '../../ports/ports.js'

/** `undefined` without a delay: nothing has to be remembered. */
export function changeMemoryFor(
  { rolePropagationDelay, groupMembershipDelay }: Pick<Rules, 'rolePropagationDelay' | 'groupMembershipDelay'>,
  clock: Clock,
): { readonly now: () => number; readonly keepFor: Seconds } | undefined {
  const keepFor = Math.max(rolePropagationDelay, groupMembershipDelay)
  return keepFor === 0 ? undefined : { now: () => clock.nowMillis(), keepFor }
}
