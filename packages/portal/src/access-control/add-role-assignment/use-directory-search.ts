import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { CloudClient } from '../../api/cloud-client.js'
import { ServiceError } from '../../api/service-error.js'
import { useCloudClient } from '../../session/session-context.js'
import { type DirectoryQuestion, directoryQuestions } from './directory-question.js'
import { type DirectoryObject, type Member, memberOf } from './member.js'

/** Milliseconds without a key, after which what was typed is searched. */
const pause = 200

/** Who is found by what is being typed; the last ones stay until the next are there. */
export function useDirectorySearch(typed: string) {
  const client = useCloudClient()
  const text = useSettled(typed.trim())
  return useQuery({
    queryKey: ['graph', 'search members', text],
    queryFn: async ({ signal }) => {
      const found = await Promise.all(directoryQuestions(text).map((one) => ask(client, one, signal)))
      return found.flat()
    },
    placeholderData: keepPreviousData,
  })
}

async function ask(client: CloudClient, { type, path }: DirectoryQuestion, signal: AbortSignal): Promise<Member[]> {
  const call = { signal, headers: { consistencylevel: 'eventual' } }
  if (type === undefined) {
    try {
      return toMembers([await client.graph<DirectoryObject>(path, call)])
    } catch (error) {
      if (error instanceof ServiceError && error.facts.status === 404) return []
      throw error
    }
  }
  // one page: who is not on it is found by typing more
  const { value } = await client.graph<{ readonly value: readonly DirectoryObject[] }>(path, call)
  return toMembers(value, type)
}

const toMembers = (objects: readonly DirectoryObject[], type?: string): Member[] =>
  objects.flatMap((object) => memberOf(object, type) ?? [])

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pause)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
