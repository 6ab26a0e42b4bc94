/** What the token service needs from outside. */
import type { IssueApplicationToken } from '../../operations/issue-application-token.js'
import type { SignIn } from '../../operations/sign-in/sign-in.js'
import type { Clock } from '../../ports/clock.js'
import type { Ids } from '../../ports/ids.js'
import type { KeyRing } from '../../ports/key-ring.js'
import type { Log } from '../../ports/log.js'
import type { ReadStores } from '../../ports/store.js'
import type { Grants } from './grants.js'

export interface StsDependencies {
  readonly tenants: ReadStores['tenants']
  readonly keyRing: Pick<KeyRing, 'published'>
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly issueApplicationToken: IssueApplicationToken
  readonly signIn: SignIn
  /** Further grants, by `grant_type`. */
  readonly grants?: Grants
  /** Hosts (`localhost:4430`) that are this cloud beside the public names; known once the listener is. */
  readonly ownHosts?: () => readonly string[]
}
