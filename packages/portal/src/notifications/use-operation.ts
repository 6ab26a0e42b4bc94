/**
 * Changes: told in the notifications while they run, so that the page can be left, and when they end. A change refreshes
 * everything on the screen.
 */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { CloudClient, OperationProgress } from '../api/cloud-client.js'
import { useCloudClient } from '../session/session-context.js'
import { notifications } from './notifications.js'

export interface OperationDescription<Input, Output> {
  /** While it runs: "Adding role assignment". */
  readonly title: (input: Input) => string
  /** In place of the title when it is done: "Added role assignment". */
  readonly doneTitle?: string
  /** When it is done: "Added Reader to web-1". */
  readonly success: (input: Input, output: Output) => string
  readonly link?: (input: Input) => string | undefined
  readonly run: (
    client: CloudClient,
    input: Input,
    onProgress: (progress: OperationProgress) => void,
  ) => Promise<Output>
}

export interface Operation<Input, Output> {
  /** Resolves to the outcome, or to `undefined` when it failed: the failure is in `error` and in the notifications. */
  start(input: Input): Promise<{ readonly output: Output } | undefined>
  readonly isRunning: boolean
  /** Of the last start. */
  readonly error: Error | null
  reset(): void
}

export function useOperation<Input, Output>({
  title,
  doneTitle,
  success,
  link,
  run,
}: OperationDescription<Input, Output>): Operation<Input, Output> {
  const client = useCloudClient()
  const queries = useQueryClient()
  const mutation = useMutation<Output, Error, Input>({
    async mutationFn(input) {
      const id = notifications.begin(title(input), { link: link?.(input) })
      const onProgress = ({ status, percentComplete }: OperationProgress): void =>
        notifications.update(id, { detail: status, ...(percentComplete === undefined ? {} : { percentComplete }) })
      try {
        const output = await run(client, input, onProgress)
        notifications.update(id, {
          ...{ state: 'succeeded', detail: success(input, output) },
          ...(doneTitle === undefined ? {} : { title: doneTitle }),
        })
        return output
      } catch (error) {
        notifications.update(id, { state: 'failed', error })
        throw error
      } finally {
        void queries.invalidateQueries()
      }
    },
  })
  return {
    async start(input) {
      try {
        return { output: await mutation.mutateAsync(input) }
      } catch {
        return undefined
      }
    },
    isRunning: mutation.isPending,
    error: mutation.error,
    reset: mutation.reset,
  }
}
