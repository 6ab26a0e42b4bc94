/** The newest sign-ins that a question asks for. */
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useCloudClient } from '../session/session-context.js'
import { type SignIn, type SignInQuestion, signInsPath } from './sign-in.js'

export function useSignIns(question: SignInQuestion | undefined): UseQueryResult<readonly SignIn[], Error> {
  const client = useCloudClient()
  const path = question === undefined ? undefined : signInsPath(question)
  return useQuery({
    queryKey: ['graph', 'sign-ins', path],
    queryFn: async ({ signal }) => {
      // one page: the newest; a log is never read whole
      const page = await client.graph<{ readonly value: readonly SignIn[] }>(path ?? '', { version: 'beta', signal })
      return page.value
    },
    enabled: path !== undefined,
  })
}
