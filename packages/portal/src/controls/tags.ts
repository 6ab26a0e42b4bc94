/**
 * Tags as they are edited: rows of names and values, the last one empty, and what is wrong with them.
 * Limits: "Tag resources, resource groups, and subscriptions" in Azure's documentation (50 tags, 512 and 256 characters).
 */
export type Tags = Readonly<Record<string, string>>

export interface TagRow {
  readonly name: string
  readonly value: string
}

const mostTags = 50
const longestName = 512
const longestValue = 256

/** Rows to edit: what there is, and an empty one to write in. */
export const rowsOf = (tags: Tags | undefined): readonly TagRow[] => [
  ...Object.entries(tags ?? {}).map(([name, value]) => ({ name, value })),
  { name: '', value: '' },
]

const isEmpty = ({ name, value }: TagRow): boolean => name.trim() === '' && value === ''

/** There is always an empty row at the end. */
export const withEmptyEnd = (rows: readonly TagRow[]): readonly TagRow[] => {
  const last = rows.at(-1)
  return last !== undefined && isEmpty(last) ? rows : [...rows, { name: '', value: '' }]
}

/** The tags that the rows say; rows without a name are none. */
export const tagsOf = (rows: readonly TagRow[]): Tags =>
  Object.fromEntries(rows.filter(({ name }) => name.trim() !== '').map(({ name, value }) => [name.trim(), value]))

/** What is wrong with a row, as a sentence. */
export function problemOfRow(rows: readonly TagRow[], index: number): string | undefined {
  const row = rows[index]
  if (row === undefined || isEmpty(row)) return undefined
  const name = row.name.trim()
  if (name === '') return 'A value needs a name.'
  if (name.length > longestName) return `A name has at most ${longestName} characters.`
  if (row.value.length > longestValue) return `A value has at most ${longestValue} characters.`
  const wrong = [...new Set(name.match(/[<>%&\\?/]/g) ?? [])].join(' ')
  if (wrong !== '') return `A name must not contain ${wrong}`
  const isTaken = rows.slice(0, index).some((other) => other.name.trim().toLowerCase() === name.toLowerCase())
  return isTaken ? `There is already a tag '${name}'.` : undefined
}

/** The first thing that is wrong, for the button that applies them. */
export function problemOfTags(rows: readonly TagRow[]): string | undefined {
  const inRow = rows.map((_, index) => problemOfRow(rows, index)).find((problem) => problem !== undefined)
  if (inRow !== undefined) return inRow
  return Object.keys(tagsOf(rows)).length > mostTags ? `There can be at most ${mostTags} tags.` : undefined
}

export function isSameTags(one: Tags, other: Tags): boolean {
  const names = Object.keys(one)
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name])
}

/** `env : dev`, as a list shows them. */
export const tagTexts = (tags: Tags | undefined): readonly string[] =>
  Object.entries(tags ?? {}).map(([name, value]) => (value === '' ? name : `${name} : ${value}`))
