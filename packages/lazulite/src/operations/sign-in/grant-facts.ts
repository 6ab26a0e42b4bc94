/**
 * What is remembered of sign-ins, by kind of grant, and how its secret is turned into the key under which it is kept.
 * The secrets are random, so a plain hash is enough; it is all that a copy of the database would show.
 */
import { createHash } from 'node:crypto'
import type { User } from '../../domain/directory/directory-objects.js'
import type { JsonObject } from '../../domain/json.js'
import type { RedirectPlatform } from '../../domain/sign-in/redirect-uri.js'
import type { EpochMillis } from '../../domain/time.js'
import type { StoredGrant } from '../../ports/store.js'
import type { CodeChallenge } from './code-challenge.js'

/** Who signed in, and when. */
export interface SignedIn {
  readonly principalId: string
  readonly authenticatedAt: EpochMillis
  /** Changes with the password: what was granted under another one is void. */
  readonly credentialMark: string
}

/** What the sign-in is for, as asked. */
export interface AskedAccess {
  readonly version: 'v1' | 'v2'
  /** Version 2. */
  readonly scope?: string
  /** Version 1. */
  readonly resource?: string
}

export interface CodeFacts extends SignedIn, AskedAccess {
  readonly clientId: string
  readonly platform: RedirectPlatform
  readonly redirectUri: string
  readonly challenge?: CodeChallenge
  readonly nonce?: string
  readonly clientCapabilities: readonly string[]
  readonly validUntil: EpochMillis
  readonly isRedeemed: boolean
}

export interface RefreshTokenFacts extends SignedIn, AskedAccess {
  readonly clientId: string
  readonly platform: RedirectPlatform
  readonly issuedAt: EpochMillis
  readonly validUntil: EpochMillis
}

export interface DeviceFacts extends AskedAccess {
  readonly clientId: string
  readonly userCode: string
  readonly validUntil: EpochMillis
  readonly polledAt?: EpochMillis
  readonly state: 'pending' | 'approved' | 'declined' | 'redeemed'
  readonly signedIn?: SignedIn
}

/** A user code leads to its device code's key. */
export interface UserCodeFacts {
  readonly deviceKey: string
}

export interface SessionFacts {
  /** The latest sign-in last. */
  readonly accounts: readonly SignedIn[]
}

export const grantKey = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

/** The cast holds because only this folder writes grants, each kind with its own facts. */
export const factsOf = <T>(grant: StoredGrant): T => grant.facts as unknown as T

/** As stored. The cast drops nothing: facts are JSON. */
export const toFacts = (facts: object): JsonObject => facts as JsonObject

export const credentialMark = ({ password }: User): string =>
  createHash('sha256')
    .update(password?.hash ?? '')
    .digest('base64url')
    .slice(0, 16)
