/**
 * May I? Asked of the explain engine before a click, so that what would be refused is greyed and says why.
 *
 * Questions that a page asks at the same moment go out as one request.
 */
import { type UseQueryResult, useQueries, useQuery } from '@tanstack/react-query'
import { useSignedIn } from '../session/session-context.js'
import type { CloudClient } from './cloud-client.js'

export interface AccessQuestion {
  readonly action: string
  readonly scope: string
  readonly isDataAction?: boolean
}

/** As `POST /_lazulite/access/evaluate` answers with `explain=true`; the members that the portal shows. */
export interface AccessAnswer {
  readonly decision: 'allowed' | 'denied'
  readonly reason: string
  readonly explanation?: AccessExplanation
}

export interface AccessExplanation {
  readonly decision: 'allowed' | 'denied'
  readonly reason: string
  /** The cause as a sentence. */
  readonly summary: string
  readonly principal?: { readonly displayName?: string; readonly principalId: string; readonly kind?: string }
  readonly groups?: readonly { readonly groupId: string; readonly displayName: string }[]
  readonly grantedBy?: ExplainedAssignment
  readonly deniedBy?: {
    readonly denyAssignment: string
    readonly displayName: string
    readonly scope: string
    readonly sentence: string
  }
  readonly considered?: readonly ExplainedAssignment[]
  readonly nearMisses?: readonly { readonly kind: string; readonly sentence: string }[]
  readonly hints?: readonly { readonly kind: string; readonly sentence: string }[]
  readonly remedies?: readonly {
    readonly role: string
    readonly scope: string
    readonly sentence: string
    readonly command?: string
  }[]
}

export interface ExplainedAssignment {
  readonly roleAssignment: string
  readonly role: string
  readonly roleDefinitionId: string
  readonly scope: string
  readonly isInherited: boolean
  readonly principalId: string
  readonly effect: string
  readonly sentence: string
  readonly via?: { readonly groupId: string; readonly displayName: string }
  readonly conditionDetail?: string
}

/** What is known before the click. `undefined` while it is asked: nothing is greyed on suspicion. */
export interface Permission {
  readonly isAllowed: boolean | undefined
  /** Why not, as a sentence for people. */
  readonly reason?: string
}

interface Waiting {
  readonly question: AccessQuestion & { readonly principalId: string }
  readonly answer: (answer: AccessAnswer) => void
  readonly fail: (error: unknown) => void
}

const waiting = new WeakMap<CloudClient, Waiting[]>()

/** Joins the questions of one moment. */
function ask(client: CloudClient, question: Waiting['question']): Promise<AccessAnswer> {
  return new Promise((answer, fail) => {
    const known = waiting.get(client)
    if (known !== undefined) {
      known.push({ question, answer, fail })
      return
    }
    const batch: Waiting[] = [{ question, answer, fail }]
    waiting.set(client, batch)
    setTimeout(() => {
      waiting.delete(client)
      const body = batch.map((one) => one.question)
      client
        .operations<readonly AccessAnswer[]>('/access/evaluate?explain=true', { method: 'POST', body })
        .then((answers) => {
          batch.forEach((one, index) => {
            const found = answers[index]
            if (found === undefined) one.fail(new Error('an access question has no answer'))
            else one.answer(found)
          })
        })
        .catch((error: unknown) => {
          for (const one of batch) one.fail(error)
        })
    })
  })
}

/** May whoever is signed in do this here? */
export function usePermission(scope: string | undefined, action: string): Permission {
  const { client, session } = useSignedIn()
  const { principalId } = session.person
  const { data } = useQuery({
    queryKey: ['access', principalId, scope?.toLowerCase(), action.toLowerCase()],
    queryFn: () => ask(client, { principalId, action, scope: scope ?? '' }),
    enabled: scope !== undefined,
  })
  if (data === undefined) return { isAllowed: undefined }
  if (data.decision === 'allowed') return { isAllowed: true }
  return { isAllowed: false, reason: `You cannot do this: ${sentenceOf(data, action)}` }
}

/** May whoever is signed in do this at every one of these? The reason is that of the first that refuses. */
export function usePermissionAtAll(scopes: readonly string[], action: string): Permission {
  const { client, session } = useSignedIn()
  const { principalId } = session.person
  const answers = useQueries({
    queries: scopes.map((scope) => ({
      queryKey: ['access', principalId, scope.toLowerCase(), action.toLowerCase()],
      queryFn: () => ask(client, { principalId, action, scope }),
    })),
  })
  const refused = answers.find(({ data }) => data?.decision === 'denied')?.data
  if (refused !== undefined) return { isAllowed: false, reason: `You cannot do this: ${sentenceOf(refused, action)}` }
  return { isAllowed: answers.every(({ data }) => data?.decision === 'allowed') ? true : undefined }
}

const sentenceOf = ({ explanation, reason }: AccessAnswer, action: string): string =>
  explanation?.summary ?? `${action} is not granted here (${reason}).`

/** The whole explanation, for anybody; `undefined` question: nothing is asked yet. */
export function useExplanation(
  question: (AccessQuestion & { readonly principalId: string }) | undefined,
): UseQueryResult<AccessAnswer, Error> {
  const { client } = useSignedIn()
  return useQuery({
    queryKey: [
      'access',
      question?.principalId,
      question?.scope.toLowerCase(),
      question?.action,
      question?.isDataAction,
    ],
    queryFn: () => client.operations<AccessAnswer>('/access/evaluate?explain=true', { method: 'POST', body: question }),
    enabled: question !== undefined,
  })
}
