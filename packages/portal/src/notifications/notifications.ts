/** What the portal is doing and has done in this tab: long operations that can be left, and how they ended. */
import { useSyncExternalStore } from 'react'

export interface Notification {
  readonly id: number
  readonly title: string
  readonly state: 'running' | 'succeeded' | 'failed'
  readonly detail?: string
  /** Of a failure: shown in the service's own words. */
  readonly error?: unknown
  /** Where the outcome can be seen, as a link of the portal's. */
  readonly link?: string
  /** 0 to 100, where the service says. */
  readonly percentComplete?: number
  /** Milliseconds since the epoch. */
  readonly startedAt: number
}

const mostKept = 100
let list: readonly Notification[] = []
let lastId = 0
const listeners = new Set<() => void>()

function change(next: readonly Notification[]): void {
  list = next.slice(0, mostKept)
  for (const listener of listeners) listener()
}

export const notifications = {
  begin(title: string, { link }: { readonly link?: string | undefined } = {}): number {
    const id = ++lastId
    change([{ id, title, state: 'running', startedAt: Date.now(), ...(link === undefined ? {} : { link }) }, ...list])
    return id
  },
  update(id: number, facts: Partial<Omit<Notification, 'id'>>): void {
    change(list.map((one) => (one.id === id ? { ...one, ...facts } : one)))
  },
  dismissFinished(): void {
    change(list.filter(({ state }) => state === 'running'))
  },
  dismiss(id: number): void {
    change(list.filter((one) => one.id !== id))
  },
}

export const useNotifications = (): readonly Notification[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => list,
  )
