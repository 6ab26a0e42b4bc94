/** How a server's delays are named to people. */
import type { Config } from '../../config/schema.js'

export type Delays = Pick<Config, 'rolePropagationDelay' | 'groupMembershipDelay'>

/** `role changes 300 s, group changes 86400 s`; `undefined` when everything acts at once. */
export function delaysInWords({ rolePropagationDelay, groupMembershipDelay }: Delays): string | undefined {
  const named = [
    ...(rolePropagationDelay === 0 ? [] : [`role changes ${rolePropagationDelay} s`]),
    ...(groupMembershipDelay === 0 ? [] : [`group changes ${groupMembershipDelay} s`]),
  ]
  return named.length === 0 ? undefined : named.join(', ')
}
