/** Dates. Source: template functions for dates. Refusal of a duration: answer of a real evaluator (2023). */
import type { Json } from '../../json.js'
import { invalidParameter } from '../expression/arguments.js'
import type { Arguments, TemplateFunction } from '../expression/evaluation-scope.js'
import { ExpressionError, notExpectedHere } from '../expression/expression-error.js'
import { formatDate, parseDate, parseDuration } from './date-text.js'
import { define } from './define-function.js'

/** What an instant a date can hold: years 1 to 9999. */
const [firstInstant, lastInstant] = [-62_135_596_800_000, 253_402_300_799_999]

function written(args: Arguments, instant: number, format: string): string {
  if (instant < firstInstant || instant > lastInstant) {
    throw invalidParameter(args.functionName, 'The resulting date is out of range.')
  }
  const text = formatDate(instant, format)
  if (text !== undefined) return text
  throw invalidParameter(args.functionName, `The format '${format}' is not valid.`)
}

function dateAt(args: Arguments, position: number): number {
  const instant = parseDate(args.text(position))
  if (instant !== undefined) return instant
  throw new ExpressionError(
    `The template function '${args.functionName}' has an invalid parameter. The parameter '${args.text(position)}' is not a valid date. Please see https://aka.ms/arm-syntax-functions .`,
  )
}

function dateTimeAdd(args: Arguments): Json {
  const base = dateAt(args, 0)
  const duration = parseDuration(args.text(1))
  if (duration === undefined) {
    throw new ExpressionError(
      `The template function '${args.functionName}' has an invalid parameter. The second parameter '${args.text(1)}' is not a valid ISO8601 Duration string. Please see https://aka.ms/arm-syntax-functions .`,
    )
  }
  return written(args, base + duration, args.count > 2 ? args.text(2) : 'G')
}

function utcNow(args: Arguments): Json {
  if (args.scope.place !== 'parameterDefault') throw notExpectedHere(args.functionName)
  return written(args, args.scope.facts.now, args.count === 0 ? "yyyyMMdd'T'HHmmss'Z'" : args.text(0))
}

export const dateFunctions: readonly TemplateFunction[] = [
  define('dateTimeAdd', 2, 3, dateTimeAdd),
  define('dateTimeFromEpoch', 1, 1, (args) =>
    written(args, args.integer(0) * 1000, "yyyy'-'MM'-'dd'T'HH':'mm':'ss'Z'"),
  ),
  define('dateTimeToEpoch', 1, 1, (args) => Math.floor(dateAt(args, 0) / 1000)),
  define('utcNow', 0, 1, utcNow),
]
