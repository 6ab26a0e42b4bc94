/**
 * What two values are compared by.
 *
 * Source: Azure role assignment condition format: text, number, Boolean, date with time and GUID comparators, and which of
 * them take a quantifier. Unconfirmed, from microsoft/regorus (languages/azure_rbac), Microsoft's evaluator of this
 * language: names and shapes of the comparators of times of day and IP addresses, which the published format lacks.
 * Decision: a comparator with Not is the negation of the one without; case is ignored by comparing in lower case.
 */
import { containsPrefix, type Prefix, parseAddress, parsePrefix } from '../network/address.js'
import type { AttributeScalar } from './attributes.js'
import type { Literal } from './condition.js'
import { matchesLike } from './like-pattern.js'
import { dateTimeTicks, timeOfDayTicks } from './time-values.js'

/** A value in the form in which it is compared. */
export type Comparable = string | number | bigint | boolean | Prefix

/** How values of one type are read. */
export interface ValueType {
  /** For refusals: `takes …`. */
  readonly words: string
  /** `undefined`: not of this type. */
  readonly ofLiteral: (literal: Literal) => Comparable | undefined
  readonly ofAttribute: (value: AttributeScalar) => Comparable | undefined
}

export interface Comparator {
  /** In its published case. */
  readonly name: string
  readonly left: ValueType
  readonly right: ValueType
  readonly takesQuantifier: boolean
  /** The right side is two values, the first and the last of a range. */
  readonly takesRange: boolean
  readonly holds: (left: Comparable, right: Comparable, last?: Comparable) => boolean
}

const ofText =
  (read: (text: string) => Comparable | undefined): ValueType['ofLiteral'] =>
  ({ kind, value }) =>
    kind === 'text' ? read(value) : undefined
const ofWord =
  (read: (word: string) => Comparable | undefined): ValueType['ofLiteral'] =>
  ({ kind, value }) =>
    kind === 'word' ? read(value) : undefined
const whenText =
  (read: (text: string) => Comparable | undefined): ValueType['ofAttribute'] =>
  (value) =>
    typeof value === 'string' ? read(value) : undefined

const textual = (words: string, read: (text: string) => Comparable | undefined): ValueType => ({
  words,
  ofLiteral: ofText(read),
  ofAttribute: whenText(read),
})

const text = textual('texts in single quotes', (value) => value)
const textWithoutCase = textual('texts in single quotes', (value) => value.toLowerCase())
const dateTime = textual("times in single quotes, such as '2030-01-01T00:00:00.0000000Z'", dateTimeTicks)
const timeOfDay = textual("times of day in single quotes, such as '08:30:00'", timeOfDayTicks)
const address = textual('IP addresses in single quotes', singleAddress)
const addresses = textual(
  "IP addresses or networks in single quotes, such as '10.0.0.0/8'",
  (value) => singleAddress(value) ?? parsePrefix(value),
)

const number: ValueType = {
  words: 'integers',
  ofLiteral: ofWord((word) => (/^-?\d+$/.test(word) ? integer(Number(word)) : undefined)),
  ofAttribute: (value) => (typeof value === 'number' ? integer(value) : undefined),
}

const boolean: ValueType = {
  words: 'true and false, without quotes',
  ofLiteral: ofWord((word) => (/^(true|false)$/i.test(word) ? word.toLowerCase() === 'true' : undefined)),
  ofAttribute: (value) => (typeof value === 'boolean' ? value : undefined),
}

/** Decision: a GUID in quotes is one, too. */
const guid: ValueType = {
  words: 'GUIDs',
  ofLiteral: ({ value }) => bareGuid(value),
  ofAttribute: whenText(bareGuid),
}

const integer = (value: number): number | undefined => (Number.isSafeInteger(value) ? value : undefined)

/** Lower case, without dashes: both forms are in use. */
function bareGuid(value: string): string | undefined {
  const isGuid = /^[0-9a-f]{32}$|^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(value)
  return isGuid ? value.replaceAll('-', '').toLowerCase() : undefined
}

function singleAddress(value: string): Prefix | undefined {
  const parsed = parseAddress(value)
  if (parsed === undefined) return undefined
  return { family: parsed.family, first: parsed.value, last: parsed.value, length: parsed.family === 4 ? 32 : 128 }
}

type Test = Comparator['holds']

const equals: Test = (left, right) => left === right
const startsWith: Test = (left, right) => String(left).startsWith(String(right))
const like: Test = (left, right) => matchesLike(String(left), String(right))
const not =
  (test: Test): Test =>
  (...values) =>
    !test(...values)

/** Negative, zero, positive; not a number when the two cannot be ordered. */
function order(left: Comparable, right: Comparable): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right
  if (typeof left === 'bigint' && typeof right === 'bigint') return left < right ? -1 : left > right ? 1 : 0
  if (typeof left === 'object' && typeof right === 'object' && left.family === right.family)
    return order(left.first, right.first)
  return Number.NaN
}

const ordered = {
  Equals: (left, right) => order(left, right) === 0,
  NotEquals: (left, right) => order(left, right) !== 0,
  GreaterThan: (left, right) => order(left, right) > 0,
  GreaterThanEquals: (left, right) => order(left, right) >= 0,
  LessThan: (left, right) => order(left, right) < 0,
  LessThanEquals: (left, right) => order(left, right) <= 0,
} as const satisfies Record<string, Test>

const isInNetwork: Test = (left, right) =>
  typeof left === 'object' && typeof right === 'object' && containsPrefix(right, left)

/** Both ends belong to it. */
const isInRange: Test = (left, first, last) => last !== undefined && order(left, first) >= 0 && order(left, last) <= 0

interface Traits {
  readonly right?: ValueType
  readonly takesQuantifier?: true
  readonly takesRange?: true
}

const comparator = (name: string, type: ValueType, holds: Test, traits: Traits = {}): Comparator => ({
  name,
  left: type,
  right: traits.right ?? type,
  takesQuantifier: traits.takesQuantifier ?? false,
  takesRange: traits.takesRange ?? false,
  holds,
})

const quantified: Traits = { takesQuantifier: true }

const textComparators = ([suffix, type]: readonly [string, ValueType]): readonly Comparator[] => [
  comparator(`StringEquals${suffix}`, type, equals, quantified),
  comparator(`StringNotEquals${suffix}`, type, not(equals), quantified),
  comparator(`StringStartsWith${suffix}`, type, startsWith),
  comparator(`StringNotStartsWith${suffix}`, type, not(startsWith)),
  comparator(`StringLike${suffix}`, type, like, quantified),
  comparator(`StringNotLike${suffix}`, type, not(like), quantified),
]

const orderComparators = (family: string, type: ValueType, traits?: Traits): readonly Comparator[] =>
  Object.entries(ordered).map(([name, holds]) => comparator(`${family}${name}`, type, holds, traits))

export const comparators: readonly Comparator[] = [
  ...([['', text] as const, ['IgnoreCase', textWithoutCase] as const] as const).flatMap(textComparators),
  ...orderComparators('Numeric', number, quantified),
  comparator('BoolEquals', boolean, equals),
  comparator('BoolNotEquals', boolean, not(equals)),
  ...orderComparators('DateTime', dateTime),
  comparator('GuidEquals', guid, equals, quantified),
  comparator('GuidNotEquals', guid, not(equals), quantified),
  ...orderComparators('TimeOfDay', timeOfDay),
  comparator('TimeOfDayInRange', timeOfDay, isInRange, { takesRange: true }),
  comparator('IpMatch', address, isInNetwork, { right: addresses }),
  comparator('IpNotMatch', address, not(isInNetwork), { right: addresses }),
  comparator('IpInRange', address, isInRange, { takesRange: true }),
]

/** Are the ends of a range in order? */
export const isRange = (first: Comparable, last: Comparable): boolean => order(first, last) <= 0

export const comparesGuids = ({ left }: Comparator): boolean => left === guid

const byLowerCaseName = new Map(comparators.map((one) => [one.name.toLowerCase(), one]))

/** By name, in any case (recorded: `stringEquals`; built-in roles: `boolequals`). */
export const comparatorNamed = (name: string): Comparator | undefined => byLowerCaseName.get(name.toLowerCase())
