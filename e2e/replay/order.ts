/**
 * Puts back into order what recorders had folded: the one of PowerShell gathered requests of one address by their method,
 * so that answers stand before what they show was made.
 */
import type { Exchange } from './prepare.ts'

type Members = Record<string, unknown>
const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const idOf = (url: string): string =>
  url
    .replace(/^https?:\/\/[^/]+\/*/, '/')
    .replace(/\/?(\?.*)?$/s, '')
    .toLowerCase()

/**
 * - A lock that is made anew was deleted before, by the next deletion that is recorded.
 * - A `HEAD` that finds a group comes after the `PUT` that makes it.
 * - Lists of groups and tag names come after the last `PUT` that makes something that they show.
 */
export function inOrder(exchanges: readonly Exchange[]): Exchange[] {
  const ordered = withDeletions(exchanges).map((exchange, index) => ({ ...exchange, seq: index }))
  return ordered
    .map((exchange) => ({ ...exchange, seq: afterItsPut(exchange, ordered) ?? afterWhatItShows(exchange, ordered) }))
    .sort((a, b) => a.seq - b.seq)
}

function withDeletions(exchanges: readonly Exchange[]): Exchange[] {
  const rest = [...exchanges]
  const ordered: Exchange[] = []
  const there = new Set<string>()
  const isDeletion = (one: Exchange, url: string) => one.method === 'DELETE' && one.url === url && one.status < 300
  for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
    const { url, method, status } = next
    if (method === 'PUT' && status === 201 && there.has(url) && /\/locks\//i.test(url)) {
      const deletion = rest.findIndex((one) => isDeletion(one, url))
      if (deletion >= 0) ordered.push(...rest.splice(deletion, 1))
    }
    if (method === 'PUT' && status < 300) there.add(url)
    if (method === 'DELETE' && status < 300) there.delete(url)
    ordered.push(next)
  }
  return ordered
}

function afterItsPut({ method, status, url, seq }: Exchange, all: readonly Exchange[]): number | undefined {
  if (method !== 'HEAD' || status !== 204 || /\/providers\//i.test(url)) return undefined
  const put = all.find((one) => one.method === 'PUT' && one.url === url)
  return put !== undefined && put.status === 201 && put.seq > seq ? put.seq + 0.3 : undefined
}

function afterWhatItShows({ method, status, url, responseBody, seq }: Exchange, all: readonly Exchange[]): number {
  if (method !== 'GET' || status !== 200 || !/\/(tagNames|resourcegroups)\?/i.test(url)) return seq
  const shown = new Set<string>()
  visitIds(responseBody, (id) => shown.add(idOf(id)))
  const made = all.filter((one) => one.method === 'PUT' && one.status === 201 && shown.has(idOf(one.url)))
  return Math.max(seq, ...made.map((one) => one.seq + 0.4))
}

function visitIds(value: unknown, see: (id: string) => void): void {
  if (Array.isArray(value)) for (const item of value) visitIds(item, see)
  else if (isMembers(value)) {
    if (typeof value.id === 'string') see(value.id)
    for (const inner of Object.values(value)) visitIds(inner, see)
  }
}
