/** Conditions by their text, read once. Stored conditions are asked about with every request. */
import type { Condition } from './condition.js'
import { ConditionError } from './condition-error.js'
import { readCondition } from './read-condition.js'

/** Characters of all texts together; a tree takes some fifty times its text. The memory starts anew instead of growing. */
const limit = 1 << 20

const known = new Map<string, Condition | ConditionError>()
let size = 0

/** @throws ConditionError */
export function parseCondition(text: string): Condition {
  const found = known.get(text) ?? remember(text)
  if (found instanceof ConditionError) throw found
  return found
}

/** `undefined` when it cannot be read. */
export function findCondition(text: string): Condition | undefined {
  const found = known.get(text) ?? remember(text)
  return found instanceof ConditionError ? undefined : found
}

function remember(text: string): Condition | ConditionError {
  const read = attempt(text)
  if (text.length > limit) return read
  if (size + text.length > limit) {
    known.clear()
    size = 0
  }
  known.set(text, read)
  size += text.length
  return read
}

function attempt(text: string): Condition | ConditionError {
  try {
    return readCondition(text)
  } catch (error) {
    if (error instanceof ConditionError) return error
    throw error
  }
}
