/**
 * Conditions whose truth is known because they are built together with it.
 *
 * Rules: Azure role assignment condition format. Left out is what that page leaves open: NOT around a comparison with an
 * absent attribute, AND beside OR without parentheses, plain comparators against lists.
 */
import type { Attributes } from '../conditions/attributes.js'
import { stringMatches } from './access-oracle-fixture.js'
import type { AccessQuestion } from './decision.js'
import type { Chance } from './seeded-random-fixture.js'

interface Condition {
  readonly text: string
  readonly isTrue: boolean
  /** NOT of it is published: nothing in it compares an absent attribute. */
  readonly canBeNegated: boolean
}

const colours = ['blue', 'Blue', 'green', 'bluegreen']
const attributes = {
  request: ['N/t:colour', 'Microsoft.Authorization/roleAssignments:PrincipalType'],
  resource: ['N/t:colour', 'N/t:size', 'N/t:isOpen'],
  principal: ['Microsoft.Directory/CustomSecurityAttributes/Id:Team_colour'],
} as const
type Source = keyof typeof attributes

/** Each attribute is there more often than not. */
export function randomAttributes(chance: Chance): Attributes {
  const randomValue = (name: string) =>
    name.endsWith('size') ? chance.under(5) : name.endsWith('isOpen') ? chance.is(0.5) : chance.of(colours)
  const some = (source: Source) =>
    Object.fromEntries(attributes[source].filter(() => chance.is(0.7)).map((name) => [name, randomValue(name)]))
  return { request: some('request'), resource: some('resource'), principal: some('principal') }
}

export function randomCondition(chance: Chance, question: AccessQuestion): Condition {
  if (chance.is(0.03)) {
    const text = chance.of(['', 'nonsense', "ActionMatches{'*'", '@Request[N/t:colour] StringEquals', 'AND'])
    return { text, isTrue: false, canBeNegated: false }
  }
  return randomNode(chance, question, 2)
}

function randomNode(chance: Chance, question: AccessQuestion, depth: number): Condition {
  if (depth === 0) return randomLeaf(chance, question)
  const inner = () => randomNode(chance, question, depth - 1)
  return chance.weighed<Condition>(
    [3, () => randomLeaf(chance, question)],
    [2, () => join(chance, 'AND', chance.several(2, 3, inner))],
    [2, () => join(chance, 'OR', chance.several(2, 3, inner))],
    [1, () => negated(chance, inner())],
    [
      2,
      () => {
        // as the portal writes them: whatever is done, unless it is this action, or the rest is true
        const guard = actionLeaf(chance, question)
        const rest = inner()
        return {
          text: `((!(${guard.text})) OR (${rest.text}))`,
          isTrue: !guard.isTrue || rest.isTrue,
          canBeNegated: rest.canBeNegated,
        }
      },
    ],
  )
}

function join(chance: Chance, word: 'AND' | 'OR', parts: readonly Condition[]): Condition {
  const written = chance.is(0.3) ? (word === 'AND' ? '&&' : '||') : word
  return {
    text: parts.map(({ text }) => `(${text})`).join(chance.is(0.2) ? `\n ${written}\n ` : ` ${written} `),
    isTrue: word === 'AND' ? parts.every((one) => one.isTrue) : parts.some((one) => one.isTrue),
    canBeNegated: parts.every((one) => one.canBeNegated),
  }
}

const negated = (chance: Chance, one: Condition): Condition =>
  one.canBeNegated
    ? { text: `${chance.of(['!', 'NOT ', 'NOT'])}(${one.text})`, isTrue: !one.isTrue, canBeNegated: true }
    : one

const actionLeaf = (chance: Chance, { action }: AccessQuestion): Condition => {
  const pattern = chance.of([
    '*',
    'N/*',
    'N/t/read',
    'n/T/*',
    '*/write',
    'Microsoft.Authorization/roleAssignments/*',
    action,
  ])
  return { text: `ActionMatches{'${pattern}'}`, isTrue: stringMatches(pattern, action), canBeNegated: true }
}

function randomLeaf(chance: Chance, question: AccessQuestion): Condition {
  return chance.weighed<Condition>(
    [2, () => actionLeaf(chance, question)],
    [1, () => subOperationLeaf(chance, question)],
    [1, () => existsLeaf(chance, question)],
    [6, () => comparison(chance, question)],
  )
}

function subOperationLeaf(chance: Chance, { subOperation }: AccessQuestion): Condition {
  const name = chance.of(['Blob.List', 'Blob.Write.Tier'])
  return { text: `SubOperationMatches{'${name}'}`, isTrue: subOperation === name, canBeNegated: true }
}

const anyAttribute = (chance: Chance): readonly [Source, string] => {
  const source = chance.of(['request', 'resource', 'principal'] as const)
  return [source, chance.of<string>(attributes[source])]
}

const written = (source: Source, name: string): string => `@${source[0]?.toUpperCase()}${source.slice(1)}[${name}]`

function existsLeaf(chance: Chance, question: AccessQuestion): Condition {
  const [source, name] = anyAttribute(chance)
  const isTrue = question.attributes?.[source]?.[name] !== undefined
  return { text: `Exists ${written(source, name)}`, isTrue, canBeNegated: true }
}

function comparison(chance: Chance, question: AccessQuestion): Condition {
  const [source, name] = anyAttribute(chance)
  const left = question.attributes?.[source]?.[name]
  const attribute = written(source, name)
  const [rest, holds] = name.endsWith('size')
    ? numeric(chance)
    : name.endsWith('isOpen')
      ? boolean(chance)
      : chance.weighed([3, () => textual(chance)], [1, () => listed(chance)])
  return {
    text: `${attribute} ${rest}`,
    isTrue: left !== undefined && holds(left),
    canBeNegated: left !== undefined,
  }
}

/** What stands behind the attribute, and when the whole is true. */
type Comparison = readonly [text: string, holds: (left: unknown) => boolean]

function numeric(chance: Chance): Comparison {
  const right = chance.under(5)
  return chance.of<Comparison>([
    [`NumericEquals ${right}`, (left) => left === right],
    [`NumericNotEquals ${right}`, (left) => left !== right],
    [`NumericGreaterThan ${right}`, (left) => Number(left) > right],
    [`NumericLessThanEquals ${right}`, (left) => Number(left) <= right],
  ])
}

function boolean(chance: Chance): Comparison {
  const right = chance.is(0.5)
  return chance.of<Comparison>([
    [`BoolEquals ${right}`, (left) => left === right],
    [`BoolNotEquals ${right}`, (left) => left !== right],
  ])
}

function textual(chance: Chance): Comparison {
  const right = chance.of(colours)
  const lower = right.toLowerCase()
  return chance.of<Comparison>([
    [`StringEquals '${right}'`, (left) => left === right],
    [`StringNotEquals '${right}'`, (left) => left !== right],
    [`StringEqualsIgnoreCase '${right}'`, (left) => String(left).toLowerCase() === lower],
    [`StringStartsWith '${right}'`, (left) => String(left).startsWith(right)],
    [`StringLike '${right}*'`, (left) => String(left).startsWith(right)],
    [`StringLike '?${right.slice(1)}'`, (left) => String(left).slice(1) === right.slice(1)],
  ])
}

function listed(chance: Chance): Comparison {
  const right = chance.several(1, 3, () => chance.of(colours))
  const list = `{${right.map((one) => `'${one}'`).join(', ')}}`
  return chance.of<Comparison>([
    [`ForAnyOfAnyValues:StringEquals ${list}`, (left) => right.some((one) => one === left)],
    [`ForAnyOfAllValues:StringNotEquals ${list}`, (left) => right.every((one) => one !== left)],
  ])
}
