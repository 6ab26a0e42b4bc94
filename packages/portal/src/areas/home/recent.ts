/** The resources that were opened lately in this browser, newest first: ids and names only, as preferences are kept. */

export interface RecentResource {
  readonly id: string
  readonly name: string
}

const mostKept = 12
/** Each person's own: two who share a browser do not see each other's. */
const keyOf = (principalId: string): string => `lazulite-portal-recent:${principalId}`

export function recentResources(principalId: string): readonly RecentResource[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(principalId)) ?? '[]')
    return Array.isArray(stored) ? stored.filter(isRecent).slice(0, mostKept) : []
  } catch {
    return []
  }
}

const isRecent = (value: unknown): value is RecentResource =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  'name' in value &&
  typeof value.id === 'string' &&
  typeof value.name === 'string'

/** The newest in front, each once, without regard to case. */
export const withNewest = (all: readonly RecentResource[], newest: RecentResource): readonly RecentResource[] =>
  [newest, ...all.filter(({ id }) => id.toLowerCase() !== newest.id.toLowerCase())].slice(0, mostKept)

export function remember(resource: RecentResource, principalId: string): void {
  write(withNewest(recentResources(principalId), resource), principalId)
}

export function forget(id: string, principalId: string): void {
  const rest = recentResources(principalId).filter((one) => one.id.toLowerCase() !== id.toLowerCase())
  write(rest, principalId)
}

function write(all: readonly RecentResource[], principalId: string): void {
  try {
    localStorage.setItem(keyOf(principalId), JSON.stringify(all))
  } catch {
    // a browser that keeps nothing: there is nothing recent
  }
}
