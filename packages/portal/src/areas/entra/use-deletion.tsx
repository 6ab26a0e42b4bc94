/** Deleting a directory object: asked first, then done, then back to its list. */
import { type ReactNode, useState } from 'react'
import { ConfirmDialog } from '../../controls/confirm-dialog.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { useOperation } from '../../notifications/use-operation.js'
import { linkTo } from '../../routing/route.js'
import { navigate } from '../../routing/use-route.js'

export interface Deletion {
  readonly ask: () => void
  /** The question, and the failure if there was one. */
  readonly parts: ReactNode
}

export interface DeletionDescription {
  /** Of Microsoft Graph: `/users/{id}`. */
  readonly path: string
  readonly noun: string
  readonly name: string
  /** Whose list is shown afterwards. */
  readonly section: string
  readonly consequence: string
}

export function useDeletion({ path, noun, name, section, consequence }: DeletionDescription): Deletion {
  const [isAsking, setIsAsking] = useState(false)
  const remove = useOperation<void, unknown>({
    title: () => `Deleting ${noun} ${name}`,
    success: () => `Deleted ${noun} ${name}`,
    run: (client) => client.graph(path, { method: 'DELETE' }),
  })
  const confirm = async () => {
    if ((await remove.start()) !== undefined) navigate(linkTo.view('entra', [section]), { replace: true })
  }
  const parts = (
    <>
      {remove.error === null ? null : <ErrorPanel error={remove.error} />}
      <ConfirmDialog
        title={`Delete ${name}?`}
        isOpen={isAsking}
        action="Delete"
        onClose={() => setIsAsking(false)}
        onConfirm={() => void confirm()}
      >
        {consequence}
      </ConfirmDialog>
    </>
  )
  return { ask: () => setIsAsking(true), parts }
}
