/** Signed assertions with which clients prove themselves, and the keys of those who may sign them. */
import type { JsonObject } from '../domain/json.js'

/** Form and signatures of compact JWS (RFC 7515); what the claims mean is the caller's business. */
export interface Assertions {
  /** `undefined`: no compact JWS. */
  parse(assertion: string): { readonly header: JsonObject; readonly claims: JsonObject } | undefined
  /** Is it signed (RS256 or PS256, as its header says) with the key of this certificate? @param certificate DER, base64 */
  isSignedByCertificate(assertion: string, certificate: string): boolean
  /** Is it signed (RS256) with this RSA key? @param key a JSON Web Key */
  isSignedByKey(assertion: string, key: JsonObject): boolean
}

/** Token issuers outside this cloud, as their OpenID Connect discovery documents show them. */
export interface ExternalIssuers {
  /**
   * The issuer's public RSA key with this `kid`; `undefined` when it publishes none such. Keys are remembered.
   * @throws Error when the issuer cannot be asked, or answers with nothing usable
   */
  findKey(issuer: string, keyId: string): Promise<JsonObject | undefined>
}
