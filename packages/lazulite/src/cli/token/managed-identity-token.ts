/** The metadata service's token answer, and what is inside the token. Nothing is verified here: it is shown, not trusted. */
import { isJsonObject, type JsonObject } from '../../domain/json.js'
import { serviceError } from '../arm-client.js'
import { CliError } from '../cli-error.js'
import type { HttpAnswer } from '../https.js'

export interface ManagedIdentityToken {
  readonly accessToken: string
  /** Epoch seconds, as the answer says it (a text). */
  readonly expiresOn: string
}

/** @throws CliError with the metadata service's own code and words */
export function readTokenAnswer(answer: Pick<HttpAnswer, 'status' | 'text'>): ManagedIdentityToken {
  if (answer.status !== 200) throw serviceError({ ...answer, headers: {} })
  const content = parse(answer.text)
  if (typeof content?.access_token !== 'string') throw new CliError('the metadata service gave no token')
  return { accessToken: content.access_token, expiresOn: String(content.expires_on ?? '') }
}

/** @throws CliError when it is no JWT */
export function decodeToken(token: string): { readonly header: JsonObject; readonly claims: JsonObject } {
  const [header, claims] = token.split('.').map((part) => parse(Buffer.from(part, 'base64url').toString('utf8')))
  if (header === undefined || claims === undefined) throw new CliError('the token is no JWT')
  return { header, claims }
}

function parse(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
