/** Strings. Searching ignores case, replacing does not. Source: template functions for strings. */
import type { Json } from '../../json.js'
import { helpFor, invalidParameter, wrongType } from '../expression/arguments.js'
import type { Arguments, TemplateFunction } from '../expression/evaluation-scope.js'
import { ExpressionError, notExpectedHere } from '../expression/expression-error.js'
import { textOf } from '../expression/template-value.js'
import { LenientJsonError, parseLenientJson } from '../parse-lenient-json.js'
import { define, unbounded } from './define-function.js'
import { formatComposite } from './format-composite.js'
import { nameBasedGuid, uniqueString } from './hash.js'

/** Characters that `padLeft` pads to. Decision. */
const maximumWidth = 1_000_000

const toBase64 = (text: string): string => {
  const bytes = new TextEncoder().encode(text)
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

/** @throws ExpressionError (answer of a real evaluator, 2023) */
function fromBase64(args: Arguments, text: string): string {
  const isBase64 = text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text)
  if (!isBase64) throw invalidParameter(args.functionName, 'The value cannot be decoded from base64 representation.')
  return new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)))
}

function base64ToJson(args: Arguments): Json {
  try {
    return parseLenientJson(fromBase64(args, args.text(0))).value
  } catch (error) {
    if (error instanceof LenientJsonError) {
      throw invalidParameter(args.functionName, 'The value cannot be parsed as JSON.')
    }
    throw error
  }
}

function dataUriToString(args: Arguments): Json {
  const uri = args.text(0)
  const match = /^data:[^,]*?(;base64)?,(.*)$/is.exec(uri)
  if (match === null) {
    throw new ExpressionError(
      `The template language function '${args.functionName}' expects its parameter to be formatted as a valid data URI. The provided value '${uri}' was not formatted correctly. ${helpFor(args.functionName)}`,
    )
  }
  const [, base64, data = ''] = match
  if (base64 === undefined) return decodeURIComponent(data)
  if (data.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(data)) {
    throw invalidParameter(args.functionName, 'The value cannot be converted to the target type.')
  }
  return fromBase64(args, data)
}

const texts = (args: Arguments): string[] => args.all().map((_, position) => args.text(position))

function join(args: Arguments): Json {
  const separator = args.text(1)
  return args.array(0).map(textOf).join(separator)
}

function padLeft(args: Arguments): Json {
  const value = args.at(0)
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw wrongType(args.functionName, 0, 'String', value)
  }
  const character = args.count > 2 ? args.text(2) : ' '
  if ([...character].length !== 1) throw invalidParameter(args.functionName, 'The padding must be a single character.')
  const width = args.integer(1)
  if (width > maximumWidth) throw invalidParameter(args.functionName, `The width '${width}' is too big.`)
  return String(value).padStart(width, character)
}

function split(args: Arguments): Json {
  const text = args.text(0)
  const given = args.at(1)
  const delimiters = Array.isArray(given) ? given : [args.text(1)]
  const parts = delimiters.map((delimiter: Json) => {
    if (typeof delimiter === 'string') return delimiter.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
    throw wrongType(args.functionName, 1, 'String', delimiter)
  })
  const wanted = parts.filter((part) => part !== '')
  return wanted.length === 0 ? [text] : text.split(new RegExp(wanted.join('|')))
}

/** Both refusals: answers of real servers (contract of `substring`, and its negative index). */
function substring(args: Arguments): Json {
  const text = args.text(0)
  const start = args.integer(1)
  const unable = `Unable to evaluate the template language function '${args.functionName}'.`
  if (start < 0) {
    throw new ExpressionError(
      `${unable} The index parameter cannot be less than zero. The index: '${start}'. Please see https://aka.ms/arm-template-expressions/#substring for usage details.`,
    )
  }
  const count = args.count > 2 ? args.integer(2) : Math.max(0, text.length - start)
  if (count < 0 || start > text.length || start + count > text.length) {
    throw new ExpressionError(
      `${unable} The index and length parameters must refer to a location within the string. The index parameter: '${start}', the length parameter: '${count}', the length of the string parameter: '${text.length}'. Please see https://aka.ms/arm-template-expressions/#substring for usage details.`,
    )
  }
  return text.slice(start, start + count)
}

/** RFC 3986 resolution: a base that ends in `/` is added to, otherwise its last segment is replaced. */
function uri(args: Arguments): Json {
  const [base, relative] = [args.text(0), args.text(1)]
  if (!URL.canParse(base)) {
    throw new ExpressionError(
      `The template language function '${args.functionName}' expects its first argument to be a uri string. The provided value is '${base}'. Please see https://aka.ms/arm-function-datauri for usage details.`,
    )
  }
  return new URL(relative, base).href
}

/** As .NET escapes: everything but letters, digits and `-_.~`. */
const uriComponent = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)

function uriComponentToString(args: Arguments): Json {
  try {
    return decodeURIComponent(args.text(0))
  } catch {
    return args.text(0) // what is not an escape stays as it is
  }
}

export const stringFunctions: readonly TemplateFunction[] = [
  define('base64', 1, 1, (args) => toBase64(args.text(0))),
  define('base64ToJson', 1, 1, base64ToJson),
  define('base64ToString', 1, 1, (args) => fromBase64(args, args.text(0))),
  define('dataUri', 1, 1, (args) => `data:text/plain;charset=utf8;base64,${toBase64(args.text(0))}`),
  define('dataUriToString', 1, 1, dataUriToString),
  define('endsWith', 2, 2, (args) => args.text(0).toLowerCase().endsWith(args.text(1).toLowerCase())),
  define('format', 1, unbounded, (args) => formatComposite(args.text(0), args.all().slice(1))),
  define('guid', 1, unbounded, (args) => nameBasedGuid(texts(args).join('-'))),
  define('join', 2, 2, join),
  define('newGuid', 0, 0, (args) => {
    if (args.scope.place !== 'parameterDefault') throw notExpectedHere(args.functionName)
    return args.scope.facts.newGuid()
  }),
  define('padLeft', 2, 3, padLeft),
  define('replace', 3, 3, (args) => {
    const [text, from, to] = [args.text(0), args.text(1), args.text(2)]
    return from === '' ? text : text.replaceAll(from, () => to)
  }),
  define('split', 2, 2, split),
  define('startsWith', 2, 2, (args) => args.text(0).toLowerCase().startsWith(args.text(1).toLowerCase())),
  define('string', 1, 1, (args) => textOf(args.at(0))),
  define('substring', 2, 3, substring),
  define('toLower', 1, 1, (args) => args.text(0).toLowerCase()),
  define('toUpper', 1, 1, (args) => args.text(0).toUpperCase()),
  define('trim', 1, 1, (args) => args.text(0).trim()),
  define('uniqueString', 1, unbounded, (args) => uniqueString(texts(args).join('-'))),
  define('uri', 2, 2, uri),
  define('uriComponent', 1, 1, (args) => uriComponent(args.text(0))),
  define('uriComponentToString', 1, 1, uriComponentToString),
]
