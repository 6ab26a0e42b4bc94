/** Keeps what is on the screen true: any change that is announced makes the open pages ask again. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useCloudClient } from '../session/session-context.js'
import { type CloudEvent, followEvents } from './event-stream.js'

/** Milliseconds in which several changes count as one. */
const gathering = 150

/** Reads are events too, the portal's own among them; they change nothing. */
export function isChange({ kind, facts }: CloudEvent): boolean {
  if (kind === 'access.denied') return false
  const action = facts?.action
  return typeof action !== 'string' || !/\/read$/i.test(action)
}

export function useLiveChanges(): void {
  const client = useCloudClient()
  const queries = useQueryClient()
  useEffect(() => {
    const end = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const refresh = () => {
      timer ??= setTimeout(() => {
        timer = undefined
        void queries.invalidateQueries()
      }, gathering)
    }
    void followEvents({
      open: (signal) => client.stream('/events', signal),
      onEvent: (event) => {
        if (isChange(event)) refresh()
      },
      onReopen: refresh,
      signal: end.signal,
    })
    return () => {
      end.abort()
      clearTimeout(timer)
    }
  }, [client, queries])
}
