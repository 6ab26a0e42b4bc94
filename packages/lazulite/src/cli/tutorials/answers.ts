/** Reads what the programs of a tutorial print. */
import { isJsonObject, type JsonObject } from '../../domain/json.js'

/** The object that was printed; an empty one when it was anything else. */
export function parsed(output: string): JsonObject {
  try {
    const value: unknown = JSON.parse(output)
    return isJsonObject(value) ? value : {}
  } catch {
    return {}
  }
}

/** What the metadata service answered with. */
export function tokenIn(output: string): string | undefined {
  const token = parsed(output).access_token
  return typeof token === 'string' && token !== '' ? token : undefined
}

/** The error code of an ARM answer. */
export function errorCodeIn(output: string): string | undefined {
  const { error } = parsed(output)
  return isJsonObject(error) && typeof error.code === 'string' ? error.code : undefined
}
