/**
 * How a comparison of many values with many values is decided.
 *
 * Source: Azure role assignment condition format, cross product comparison functions. The definition is literal for
 * comparators with Not, too: `ForAnyOfAnyValues:GuidNotEquals` is true as soon as two right values differ.
 */
export type Quantifier = 'ForAnyOfAnyValues' | 'ForAllOfAnyValues' | 'ForAnyOfAllValues' | 'ForAllOfAllValues'

type Holds<L, R> = (left: L, right: R) => boolean
type Quantify = <L, R>(lefts: readonly L[], rights: readonly R[], holds: Holds<L, R>) => boolean

export const quantifiers: Readonly<Record<Quantifier, Quantify>> = {
  ForAnyOfAnyValues: (lefts, rights, holds) => lefts.some((left) => rights.some((right) => holds(left, right))),
  ForAllOfAnyValues: (lefts, rights, holds) => lefts.every((left) => rights.some((right) => holds(left, right))),
  ForAnyOfAllValues: (lefts, rights, holds) => lefts.some((left) => rights.every((right) => holds(left, right))),
  ForAllOfAllValues: (lefts, rights, holds) => lefts.every((left) => rights.every((right) => holds(left, right))),
}

const byLowerCaseName = new Map(
  (['ForAnyOfAnyValues', 'ForAllOfAnyValues', 'ForAnyOfAllValues', 'ForAllOfAllValues'] as const).map((name) => [
    name.toLowerCase(),
    name,
  ]),
)

/** By name, in any case. */
export const quantifierNamed = (name: string): Quantifier | undefined => byLowerCaseName.get(name.toLowerCase())
