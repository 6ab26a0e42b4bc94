/**
 * Tags of resources and groups: at most 50, names up to 512 characters, values up to 256 (Azure's limits for tags).
 * The text about reserved characters is Azure's (quoted in Azure CLI's documentation).
 */
import { ArmError } from '../errors/arm-error.js'
import { isJsonObject, type Json } from '../json.js'

export type Tags = Readonly<Record<string, string>>

const maxTags = 50
const maxNameLength = 512
const maxValueLength = 256

/**
 * The `tags` member of a request body. `null` counts as absent.
 * @throws ArmError `InvalidRequestContent` for other types than an object of strings, `InvalidTag` beyond the limits
 */
export function readTags(tags: Json | undefined): Tags | undefined {
  if (tags === undefined || tags === null) return undefined
  if (!isJsonObject(tags))
    throw new ArmError('InvalidRequestContent', { detail: "The 'tags' property must be an object" })
  const pairs = Object.entries(tags).map(([name, value]): [string, string] => {
    if (value === null || value === undefined) return [name, '']
    if (typeof value !== 'string') {
      throw new ArmError('InvalidRequestContent', { detail: `The value of tag '${name}' must be a string` })
    }
    return [name, value]
  })
  requireWithinLimits(pairs)
  return Object.fromEntries(pairs)
}

/** @throws ArmError `InvalidTagNameCharacters`, `InvalidTag`. Decision: the wording of the latter; no recorded answer shows it. */
export function requireWithinLimits(pairs: readonly (readonly [string, string])[]): void {
  const refuse = (detail: string): never => {
    throw new ArmError('InvalidTag', { detail })
  }
  if (pairs.length > maxTags) refuse(`The number of tags exceeds the maximum allowed, ${maxTags}.`)
  const names = new Set<string>()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  const reserved = pairs.map(([name]) => name).filter((name) => /[<>%&\\?/\u0000-\u001f\u007f]/.test(name))
  if (reserved.length > 0) throw new ArmError('InvalidTagNameCharacters', { names: reserved.join(', ') })
  for (const [name, value] of pairs) {
    if (name === '' || name.length > maxNameLength) refuse(`A tag name must have 1 to ${maxNameLength} characters.`)
    if (value.length > maxValueLength) refuse(`The value of tag '${name}' has more than ${maxValueLength} characters.`)
    if (names.has(name.toLowerCase())) refuse(`The tag name '${name}' is given twice; tag names compare without case.`)
    names.add(name.toLowerCase())
  }
}
