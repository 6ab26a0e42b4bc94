/** Which rows of a table are shown, and in which order: filtered, sorted, grouped. */
import type { Column } from './data-grid.js'

interface Arrangement<Row> {
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  readonly filter: string
  readonly sort: { readonly column: string; readonly isDescending: boolean } | undefined
  readonly groupOf: ((row: Row) => string) | undefined
}

/** Every word of the filter is somewhere in the row; names sort as people expect (`web-2` before `web-10`). */
export function arrangeRows<Row>({ rows, columns, filter, sort, groupOf }: Arrangement<Row>): readonly Row[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  const texts = columns.flatMap(({ text }) => (text === undefined ? [] : [text]))
  const matching = rows.filter((row) => {
    const all = texts.map((text) => text(row).toLowerCase()).join('\n')
    return words.every((word) => all.includes(word))
  })
  const text = columns.find(({ label }) => label === sort?.column)?.text
  const direction = sort?.isDescending ? -1 : 1
  const sorted =
    text === undefined
      ? matching
      : matching.toSorted(
          (one, other) => direction * text(one).localeCompare(text(other), undefined, { numeric: true }),
        )
  if (groupOf === undefined) return sorted
  return [...Map.groupBy(sorted, groupOf).values()].flat()
}
