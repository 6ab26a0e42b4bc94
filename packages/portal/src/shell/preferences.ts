/** How this browser wants the portal to look. The only thing that outlives the tab; nothing of it is secret. */
import { useSyncExternalStore } from 'react'

export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark' | 'highContrast'
  readonly direction: 'ltr' | 'rtl'
}

const key = 'lazulite-portal-preferences'
const defaults: Preferences = { theme: 'system', direction: 'ltr' }
const listeners = new Set<() => void>()
let current = read()

function read(): Preferences {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '{}')
    if (typeof stored !== 'object' || stored === null) return defaults
    const { theme, direction } = stored as Partial<Preferences> // checked next
    return {
      theme:
        theme !== undefined && ['system', 'light', 'dark', 'highContrast'].includes(theme) ? theme : defaults.theme,
      direction: direction === 'rtl' ? 'rtl' : 'ltr',
    }
  } catch {
    return defaults
  }
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change }
  try {
    localStorage.setItem(key, JSON.stringify(current))
  } catch {
    // a browser that keeps nothing: the choice holds for this tab
  }
  for (const listener of listeners) listener()
}

export const usePreferences = (): Preferences =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
  )

const dark = matchMedia('(prefers-color-scheme: dark)')

/** Does the system ask for dark colours now? */
export const usePrefersDark = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      dark.addEventListener('change', listener)
      return () => dark.removeEventListener('change', listener)
    },
    () => dark.matches,
  )
