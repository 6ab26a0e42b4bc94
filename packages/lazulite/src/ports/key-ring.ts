/** The signing keys of the token service. */
import type { JsonObject } from '../domain/json.js'

/** A public key as the JWKS documents print it (RSA, RS256). `kid` equals `x5t` (base64url SHA-1 of the certificate). */
export interface PublishedKey {
  readonly kid: string
  readonly x5t: string
  readonly n: string
  readonly e: string
  /** DER certificates, base64; the first is the key's own, self-signed. */
  readonly x5c: readonly string[]
}

export type SignatureCheck =
  | { readonly valid: true; readonly header: JsonObject; readonly claims: JsonObject }
  | { readonly valid: false; readonly reason: 'malformed' | 'algorithm' | 'unknownKey' | 'signature' }

export interface KeyRing {
  /** A compact JWS, RS256. Version 1.0 tokens carry `x5t` beside `kid`, version 2.0 tokens only `kid`. */
  sign(claims: JsonObject, options: { readonly tokenVersion: '1.0' | '2.0' }): Promise<string>
  /** Checks form, algorithm (RS256 only) and signature against our own keys; claims are the caller's to judge. */
  verify(token: string): Promise<SignatureCheck>
  /** Current, previous (until their tokens have expired) and, ahead of its use, next key. */
  published(): Promise<readonly PublishedKey[]>
  /** Makes a next key, or takes the next key into use once it has been published long enough. Idempotent within a period. */
  rotate(): Promise<void>
}
