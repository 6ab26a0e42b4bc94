/**
 * The `tags` member of a resource: at most 50 names with string values.
 *
 * Limits and reserved characters: Azure's documented tag limits. Texts of `InvalidTagNameCharacters` and
 * `InvalidTagName`: as quoted by Azure CLI documentation and by tools that check before they send.
 */
import { ArmError } from '../errors/arm-error.js'
import { isJsonObject, type Json } from '../json.js'

export type Tags = Readonly<Record<string, string>>

const maximumTags = 50
const maximumNameLength = 512
const maximumValueLength = 256
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
const reserved = /[<>%&\\?/\u0000-\u001f\u007f]/

/**
 * The tags of a PUT or PATCH body; `undefined` when the body has none (absent or `null`). A value `null` counts as empty.
 *
 * @throws ArmError (400) `InvalidRequestContent`, `InvalidTagNameCharacters`, `InvalidTagName`, `InvalidTagValue`, `TooManyTags`
 */
export function parseTags(tags: Json | undefined): Tags | undefined {
  if (tags === undefined || tags === null) return undefined
  if (!isJsonObject(tags)) {
    throw new ArmError('InvalidRequestContent', { detail: "The 'tags' property must be an object of strings" }) // Decision
  }
  const parsed = Object.entries(tags).map(([name, value]) => [name, parseValue(name, value)] as const)
  requireNames(parsed.map(([name]) => name))
  return Object.fromEntries(parsed)
}

function parseValue(name: string, value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  if (typeof value !== 'string') {
    throw new ArmError('InvalidRequestContent', { detail: `The value of the tag '${name}' must be a string` }) // Decision
  }
  if (value.length > maximumValueLength) {
    throw new ArmError('InvalidTagValue', { value, limit: String(maximumValueLength) })
  }
  return value
}

function requireNames(names: readonly string[]): void {
  const misspelt = names.filter((name) => name === '' || reserved.test(name))
  if (misspelt.length > 0) throw new ArmError('InvalidTagNameCharacters', { names: misspelt.join(', ') })
  const long = names.find((name) => name.length > maximumNameLength)
  if (long !== undefined) throw new ArmError('InvalidTagName', { name: long, limit: String(maximumNameLength) })
  const distinct = new Set(names.map((name) => name.toLowerCase()))
  if (distinct.size < names.length) {
    throw new ArmError('InvalidRequestContent', { detail: 'Tag names that differ only by case are one tag' }) // Decision
  }
  if (names.length > maximumTags) {
    throw new ArmError('TooManyTags', { count: String(names.length), limit: String(maximumTags) })
  }
}
