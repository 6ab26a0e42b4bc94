/** Shared shape of the error catalogues: a closed set of codes, each with its status and wording. */

export interface ErrorEntry {
  readonly status: number
  readonly text: string
}

export type Facts = Readonly<Record<string, string>>

/** Replace `{name}` by the fact of that name; a placeholder without a fact stays as it is. */
export const fill = (text: string, facts: Facts): string =>
  text.replace(/\{(\w+)\}/g, (placeholder, name: string) => facts[name] ?? placeholder)

export interface ArmErrorEntry extends ErrorEntry {
  /** The wire code, when several texts share one. */
  readonly code?: string
}
