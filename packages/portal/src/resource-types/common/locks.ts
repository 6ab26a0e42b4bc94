/**
 * Management locks as their page shows them: which are of this scope and which come from above, and what a new one needs.
 *
 * Source: the locks reference (2020-05-01): a list with `atScope()` holds the locks of the scope and of those above it.
 * Names: Azure's rules for locks (at most 260 characters, none of `<>%&:\?/`, no period or space at the end).
 */
import { isSameId, isWithin } from '../../api/resource-reference.js'

export type LockLevel = 'CanNotDelete' | 'ReadOnly'

export interface Lock {
  readonly id: string
  readonly name: string
  readonly properties: { readonly level: LockLevel; readonly notes?: string }
}

export const lockTypes: readonly { readonly level: LockLevel; readonly label: string; readonly effect: string }[] = [
  { level: 'ReadOnly', label: 'Read-only', effect: 'It can be read; changing and deleting it is refused.' },
  { level: 'CanNotDelete', label: 'Delete', effect: 'It can be read and changed; deleting it is refused.' },
]

export const lockTypeText = ({ properties }: Lock): string =>
  lockTypes.find(({ level }) => level === properties.level)?.label ?? properties.level

/** What is locked. */
export const scopeOfLock = ({ id }: Lock): string =>
  id.replace(/\/providers\/Microsoft\.Authorization\/locks\/[^/]+$/i, '')

/** From a scope above the one that is looked at. */
export const isInheritedLock = (lock: Lock, scope: string): boolean => !isSameId(scopeOfLock(lock), scope)

/** Of this scope and of those above it; locks of what lies below are shown there. */
export const locksThatHold = (locks: readonly Lock[], scope: string): readonly Lock[] =>
  locks.filter((lock) => isWithin(scope, scopeOfLock(lock)))

/** As a sentence; `undefined` for a good name. */
export function problemOfLockName(name: string, others: readonly string[]): string | undefined {
  if (name === '') return 'The value must not be empty.'
  if (name.length > 260) return 'The name has at most 260 characters.'
  if (/[<>%&:\\?/]/.test(name)) return 'The name must not contain any of < > % & : \\ ? /'
  if (/[. ]$/.test(name)) return 'The name must not end with a period or a space.'
  return others.some((other) => other.toLowerCase() === name.toLowerCase())
    ? `There is already a lock '${name}' here.`
    : undefined
}

export const bodyOfLock = ({ level, notes }: { readonly level: LockLevel; readonly notes: string }) => ({
  properties: { level, ...(notes.trim() === '' ? {} : { notes: notes.trim() }) },
})
