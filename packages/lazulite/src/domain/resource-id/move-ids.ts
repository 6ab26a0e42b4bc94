/** What becomes of ids when a resource moves: its own, those of everything below it, and whatever text refers to one of them. */
import { isJsonObject, type Json } from '../json.js'
import { isWithinScope, segmentsOf } from './resource-id.js'

export interface IdMove {
  readonly from: string
  readonly to: string
}

/** `id`, or where it is after the move when it is `from` or below it. What does not change keeps the case that `id` has. */
export function movedId(id: string, { from, to }: IdMove): string {
  if (!id.startsWith('/') || !isWithinScope(id, from)) return id
  const old = segmentsOf(id)
  const now = segmentsOf(to)
  const kept = now.map((segment, index) => (old[index]?.toLowerCase() === segment.toLowerCase() ? old[index] : segment))
  return `/${[...kept, ...old.slice(segmentsOf(from).length)].join('/')}`
}

/** A document in which every text that is an id, also as a member's name, is where it is after the moves. */
export function withMovedIds<T extends Json | undefined>(value: T, moves: readonly IdMove[]): T {
  // the shape stays: texts become texts, objects objects
  return moved(value, (text) => moves.reduce(movedId, text)) as T
}

function moved(value: Json | undefined, rename: (text: string) => string): Json | undefined {
  if (typeof value === 'string') return rename(value)
  if (Array.isArray(value)) return value.map((item: Json) => moved(item, rename) ?? null)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [rename(name), moved(member, rename)]))
}
