/** The route of the address bar. Links are plain anchors to a fragment, so the browser's own history does the rest. */
import { useMemo, useSyncExternalStore } from 'react'
import { parseRoute, type Route, type RouteParameters } from './route.js'

const subscribe = (onChange: () => void): (() => void) => {
  addEventListener('hashchange', onChange)
  return () => removeEventListener('hashchange', onChange)
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash)
  return useMemo(() => parseRoute(hash), [hash])
}

/** @param link as `linkTo` makes it */
export function navigate(link: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  if (!replace) {
    location.hash = link
    return
  }
  history.replaceState(null, '', link)
  dispatchEvent(new HashChangeEvent('hashchange'))
}

/**
 * One parameter of the link, for what belongs to the page and should survive a reload (the open tab, a filter).
 * Setting it does not add to the history, unless that is asked for.
 */
export function useRouteParameter(
  name: string,
  { addsToHistory = false }: { readonly addsToHistory?: boolean } = {},
): readonly [string | undefined, (value: string | undefined) => void] {
  const { parameters } = useRoute()
  const set = (value: string | undefined) => {
    const { [name]: _, ...others } = parameters
    const next: RouteParameters = value === undefined ? others : { ...others, [name]: value }
    const query = new URLSearchParams(next).toString()
    navigate(`${location.hash.replace(/\?.*$/s, '')}${query === '' ? '' : `?${query}`}`, { replace: !addsToHistory })
  }
  return [parameters[name], set]
}

/** Several parameters at once, of the link as it is now; `undefined` takes one away. Does not add to the history. */
export function setRouteParameters(changes: Readonly<Record<string, string | undefined>>): void {
  navigate(linkWith(parseRoute(location.hash), changes), { replace: true })
}

/** The same page with other parameters, as the `href` of an anchor. */
export function linkWith({ parameters }: Route, changes: Readonly<Record<string, string | undefined>>): string {
  const next = Object.entries({ ...parameters, ...changes }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  )
  const query = new URLSearchParams(next).toString()
  return `${location.hash.replace(/\?.*$/s, '')}${query === '' ? '' : `?${query}`}`
}
