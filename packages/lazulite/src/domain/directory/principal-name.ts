/** What people call a principal: users by their user principal name, all others by their display name. */
import type { Principal } from './directory-objects.js'

export const principalName = (principal: Principal): string =>
  principal.kind === 'User' ? principal.userPrincipalName : principal.displayName
