/** Looking for members of JSON by a path with `*` for each item of an array. */
import { isJsonObject, type Json } from './json.js'

/** Every member that `path` (`dataDisks.*.lun`) leads to, with its own name (`dataDisks[1].lun`), in the order of the JSON. */
export const membersAt = (value: Json, path: string): (readonly [name: string, member: Json])[] =>
  walk(value, path.split('.'), '')

function walk(value: Json, [step, ...rest]: readonly string[], at: string): (readonly [string, Json])[] {
  if (step === undefined) return [[at, value]]
  if (step === '*') {
    return Array.isArray(value) ? value.flatMap((item: Json, i) => walk(item, rest, `${at}[${i}]`)) : []
  }
  const member = isJsonObject(value) ? value[step] : undefined
  return member === undefined ? [] : walk(member, rest, at === '' ? step : `${at}.${step}`)
}
