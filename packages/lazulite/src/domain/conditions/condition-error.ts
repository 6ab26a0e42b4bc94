/** What is wrong with a condition, and where. Azure says only that a condition is invalid; position and reason are ours. */

/** A place in a condition's text. */
export interface Position {
  /** UTF-16 units before it. */
  readonly offset: number
  /** From 1. */
  readonly line: number
  /** UTF-16 units, from 1. */
  readonly column: number
}

export class ConditionError extends Error {
  override readonly name = 'ConditionError'
  readonly position: Position
  /** A sentence without its full stop. */
  readonly reason: string

  constructor(position: Position, reason: string) {
    super(`Line ${position.line}, column ${position.column}: ${reason}.`)
    this.position = position
    this.reason = reason
  }
}
