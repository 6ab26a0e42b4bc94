/** The `record` column: a whole record as JSON. */

/** Absent and `undefined` fields stay absent. */
export const toRecord = (value: object): string => JSON.stringify(value)

/** The cast holds because only `toRecord` fills the column, with a `T`: each table belongs to one store. */
export const fromRecord = <T>(row: { readonly record: string }): T => JSON.parse(row.record) as T

export const fromOptionalRecord = <T>(row: { readonly record: string } | undefined): T | undefined =>
  row === undefined ? undefined : fromRecord<T>(row)
