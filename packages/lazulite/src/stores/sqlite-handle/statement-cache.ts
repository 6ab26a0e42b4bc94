/**
 * Prepared statements by their SQL text, the least recently used one dropped first.
 *
 * Preparing costs more than most of our queries, and statements left to the garbage collector hold memory outside its
 * view, so the cache is there and it is bounded. Very long texts (inserts of many rows, each count another text)
 * hardly ever come again and are not kept.
 */
export class StatementCache<S> {
  readonly #prepare: (sql: string) => S
  readonly #capacity: number
  readonly #longestKept: number
  /** Insertion order is order of use, oldest first. */
  readonly #statements = new Map<string, S>()

  constructor(prepare: (sql: string) => S, { capacity = 256, longestKept = 4096 } = {}) {
    this.#prepare = prepare
    this.#capacity = capacity
    this.#longestKept = longestKept
  }

  get size(): number {
    return this.#statements.size
  }

  get(sql: string): S {
    const kept = this.#statements.get(sql)
    if (kept !== undefined) {
      this.#statements.delete(sql)
      this.#statements.set(sql, kept)
      return kept
    }
    const statement = this.#prepare(sql)
    if (sql.length > this.#longestKept) return statement
    this.#statements.set(sql, statement)
    for (const oldest of this.#statements.keys()) {
      if (this.#statements.size <= this.#capacity) break
      this.#statements.delete(oldest)
    }
    return statement
  }

  clear(): void {
    this.#statements.clear()
  }
}
