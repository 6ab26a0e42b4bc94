/** The use cases of signing in, put together once: what they share (counts of failures, sessions) lives here. */
import { type AuthenticateUser, userAuthenticator } from './authenticate-user.js'
import { grantSweeper } from './grant-housekeeping.js'
import { type Sessions, sessionKeeper } from './sessions.js'
import type { SignInPorts } from './sign-in-ports.js'

export interface SignIn extends SignInPorts {
  readonly authenticateUser: AuthenticateUser
  readonly sessions: Sessions
}

export function createSignIn(parts: Omit<SignInPorts, 'sweepGrants'>): SignIn {
  const ports: SignInPorts = { ...parts, sweepGrants: grantSweeper() }
  return { ...ports, authenticateUser: userAuthenticator(ports), sessions: sessionKeeper(ports) }
}
