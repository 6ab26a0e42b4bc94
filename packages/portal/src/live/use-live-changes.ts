/** Keeps what is on the screen true: any change that is announced makes the open pages ask again. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useCloudClient } from '../session/session-context.js'
import { type CloudEvent, followEvents } from './event-stream.js'

/** Milliseconds between two looks, however many changes there are: the first is shown at once. */
const pause = 300

/** Reads are events too, the portal's own among them; they change nothing. */
export function isChange({ kind, facts }: CloudEvent): boolean {
  if (kind === 'access.denied') return false
  const action = facts?.action
  return typeof action !== 'string' || !/\/read$/i.test(action)
}

interface Read {
  readonly queryKey: readonly unknown[]
  readonly meta?: Readonly<Record<string, unknown>> | undefined
}

/**
 * Does a change touch what a query has read? Tokens are issued all the time and are seen in the sign-in logs alone; long
 * lists that change seldom name the beginning of the actions that change them (`meta.changesWith`). Everything else is
 * asked again at any change.
 */
export function isTouchedBy({ kind, facts }: CloudEvent, { queryKey, meta }: Read): boolean {
  if (kind.startsWith('token.')) return queryKey.some((part) => typeof part === 'string' && /auditLogs/i.test(part))
  const [action, changesWith] = [facts?.action, meta?.changesWith]
  if (typeof changesWith !== 'string' || typeof action !== 'string') return true
  return action.toLowerCase().startsWith(changesWith.toLowerCase())
}

export function useLiveChanges(): void {
  const client = useCloudClient()
  const queries = useQueryClient()
  useEffect(() => {
    const end = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    let missed: CloudEvent[] = []
    const refresh = (event: CloudEvent) => {
      missed.push(event)
      if (timer !== undefined) return
      const look = () => {
        timer = undefined
        if (missed.length === 0) return
        const changes = missed
        missed = []
        void queries.invalidateQueries({ predicate: (query) => changes.some((change) => isTouchedBy(change, query)) })
        timer = setTimeout(look, pause)
      }
      look()
    }
    void followEvents({
      open: (signal) => client.stream('/events', signal),
      onEvent: (event) => {
        if (isChange(event)) refresh(event)
      },
      onReopen: () => refresh({ kind: 'stream.reopened' }),
      signal: end.signal,
    })
    return () => {
      end.abort()
      clearTimeout(timer)
    }
  }, [client, queries])
}
