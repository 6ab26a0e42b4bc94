/**
 * `format()`: .NET composite formatting, `{index[,alignment][:format]}`, with the numeric formats of the invariant culture.
 * Source: the documentation of `format` (which sends readers to .NET's composite and numeric format strings).
 */
import type { Json } from '../../json.js'
import { ExpressionError } from '../expression/expression-error.js'
import { textOf } from '../expression/template-value.js'

const invalid = (reason: string): ExpressionError =>
  new ExpressionError(
    `Unable to evaluate language function 'format': the format is invalid: '${reason}'. Please see https://aka.ms/arm-function-format for usage details.`,
  )

const notWellFormed = 'Input string was not in a correct format.'

/** Characters of an alignment, and digits of a precision. Decision. */
const maximumWidth = 10_000

/** @throws ExpressionError */
export function formatComposite(format: string, values: readonly Json[]): string {
  const item = /\{\{|\}\}|\{(\d+)\s*(?:,\s*(-?\d+)\s*)?(?::((?:[^{}])*))?\}|[{}]/g
  return format.replace(item, (match: string, index?: string, alignment?: string, picture?: string) => {
    if (match === '{{') return '{'
    if (match === '}}') return '}'
    if (index === undefined) throw invalid(notWellFormed)
    const value = values[Number(index)]
    if (value === undefined) {
      throw invalid(
        'Index (zero based) must be greater than or equal to zero and less than the size of the argument list.',
      )
    }
    const width = Number(alignment ?? 0)
    if (Math.abs(width) > maximumWidth) throw invalid(notWellFormed)
    return align(formatValue(value, picture ?? ''), width)
  })
}

const align = (text: string, width: number): string => (width < 0 ? text.padEnd(-width) : text.padStart(width))

const formatValue = (value: Json, picture: string): string =>
  typeof value === 'number' && picture !== '' ? formatNumber(value, picture) : textOf(value)

/** @throws ExpressionError for a picture .NET refuses too */
export function formatNumber(value: number, picture: string): string {
  const standard = /^([A-Za-z])(\d{0,9})$/.exec(picture)
  if (standard === null) return formatCustom(value, picture)
  const [, letter = '', digits = ''] = standard
  if (Number(digits) > maximumWidth) throw invalid('Format specifier was invalid.')
  return formatStandard(value, letter, digits === '' ? undefined : Number(digits))
}

function formatStandard(value: number, letter: string, precision: number | undefined): string {
  const sign = value < 0 ? '-' : ''
  const magnitude = Math.abs(value)
  switch (letter.toUpperCase()) {
    case 'C':
      return value < 0 ? `(¤${grouped(magnitude, precision ?? 2)})` : `¤${grouped(magnitude, precision ?? 2)}`
    case 'D':
      if (!Number.isInteger(value)) break
      return sign + String(magnitude).padStart(precision ?? 0, '0')
    case 'E': {
      const [mantissa = '', exponent = ''] = magnitude.toExponential(Math.min(100, precision ?? 6)).split('e')
      const power = exponent.replace(/\D/g, '').padStart(3, '0')
      return `${sign}${mantissa}${letter}${exponent.startsWith('-') ? '-' : '+'}${power}`
    }
    case 'F':
      return sign + fixed(magnitude, precision ?? 2)
    case 'G':
      return precision === undefined || precision === 0
        ? String(value)
        : String(Number(value.toPrecision(Math.min(100, precision))))
    case 'N':
      return sign + grouped(magnitude, precision ?? 2)
    case 'P':
      return `${sign}${grouped(magnitude * 100, precision ?? 2)} %`
    case 'R':
      return String(value)
    case 'X': {
      if (!Number.isInteger(value)) break
      const hex = (value < 0 ? 2n ** 64n + BigInt(value) : BigInt(value)).toString(16).padStart(precision ?? 0, '0')
      return letter === 'X' ? hex.toUpperCase() : hex
    }
    case 'B': {
      if (!Number.isInteger(value)) break
      return (value < 0 ? 2n ** 64n + BigInt(value) : BigInt(value)).toString(2).padStart(precision ?? 0, '0')
    }
  }
  throw invalid('Format specifier was invalid.')
}

/** Beyond a hundred decimals there are only zeros. */
function fixed(value: number, decimals: number): string {
  const text = value.toFixed(Math.min(100, decimals))
  return decimals > 100 ? text + '0'.repeat(decimals - 100) : text
}

function grouped(magnitude: number, decimals: number): string {
  const [whole = '', fraction] = fixed(magnitude, decimals).split('.')
  const parts = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? parts : `${parts}.${fraction}`
}

/** `0` and `#` places, `,` groups, `.` decimals, `%`, quoted and escaped literals, `;` sections. */
function formatCustom(value: number, picture: string): string {
  const sections = splitSections(picture)
  const [positive = '', negative, zero] = sections
  if (value === 0 && zero !== undefined) return applyPicture(0, zero)
  if (value < 0 && negative !== undefined && negative !== '') return applyPicture(-value, negative)
  return value < 0 ? `-${applyPicture(-value, positive)}` : applyPicture(value, positive)
}

const tokens = /'[^']*'|"[^"]*"|\\.|./gs

function splitSections(picture: string): string[] {
  const sections = ['']
  for (const token of picture.match(tokens) ?? []) {
    if (token === ';') sections.push('')
    else sections.push((sections.pop() ?? '') + token)
  }
  return sections
}

function applyPicture(magnitude: number, picture: string): string {
  const parts: readonly string[] = picture.match(tokens) ?? []
  const point = parts.indexOf('.')
  const isPlace = (token: string): boolean => token === '0' || token === '#'
  const wholePlaces = parts.slice(0, point === -1 ? undefined : point).filter(isPlace)
  const fractionPlaces = point === -1 ? [] : parts.slice(point).filter(isPlace)
  const scaled = parts.includes('%') ? magnitude * 100 : magnitude
  const [wholeText = '', fractionText = ''] = fixed(scaled, fractionPlaces.length).split('.')
  const firstZero = wholePlaces.indexOf('0')
  const leastWhole = firstZero === -1 ? 0 : wholePlaces.length - firstZero
  const digits = (wholeText === '0' ? '' : wholeText).padStart(leastWhole, '0')
  const fraction = trimFraction(fractionText, fractionPlaces.lastIndexOf('0') + 1)
  const hasGroups = parts.includes(',')
  let [places, seen] = [wholePlaces.length, 0]
  let isInFraction = false
  const written = parts.map((token) => {
    if (token === '.' && !isInFraction) {
      isInFraction = true
      return fraction === '' ? '' : '.'
    }
    if (token === ',') return ''
    if (!isPlace(token)) return token.length > 1 ? token.replace(/^(['"])(.*)\1$|^\\/s, '$2') : token
    if (isInFraction) return fraction.charAt(seen++)
    const from = places === wholePlaces.length ? 0 : Math.max(0, digits.length - places)
    const to = Math.max(0, digits.length - places + 1)
    places--
    return groupedSlice(digits, from, to, hasGroups)
  })
  return written.join('')
}

const trimFraction = (text: string, least: number): string => {
  let end = text.length
  while (end > least && text.charAt(end - 1) === '0') end--
  return text.slice(0, end)
}

function groupedSlice(digits: string, from: number, to: number, hasGroups: boolean): string {
  let text = ''
  for (let index = from; index < to; index++) {
    const left = digits.length - index
    if (hasGroups && index > 0 && left % 3 === 0) text += ','
    text += digits.charAt(index)
  }
  return text
}
