/**
 * Asks before what cannot be undone. With `typed`, the name has to be written first, as Azure asks for groups.
 *
 * What was confirmed begins when the dialog is gone: a page that leaves together with an open dialog would leave the
 * portal hidden from screen readers, as Fluent hides everything behind a dialog until it has closed.
 */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
} from '@fluentui/react-components'
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'

export interface ConfirmDialogProps {
  readonly title: string
  readonly isOpen: boolean
  /** What will happen. */
  readonly children: ReactNode
  /** Of the button that does it: "Delete". */
  readonly action: string
  /** A name that has to be typed. */
  readonly typed?: string
  /** Of the button that does nothing. Default: "Cancel". */
  readonly decline?: string
  readonly onConfirm: () => void
  readonly onClose: () => void
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, isOpen, children, action, typed, decline = 'Cancel', onConfirm, onClose } = props
  const [text, setText] = useState('')
  const close = () => {
    setText('')
    onClose()
  }
  // as it was when it was confirmed: closing may forget what it was about
  const confirmed = useRef<() => void>(undefined)
  const isReady = typed === undefined || text === typed
  return (
    <Dialog
      open={isOpen}
      modalType="alert"
      onOpenChange={(_, { open }) => {
        if (!open) close()
      }}
    >
      <DialogSurface>
        <Leaving confirmed={confirmed} />
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent>
            {children}
            {typed === undefined ? null : (
              <Field label={`Enter "${typed}" to confirm`}>
                <Input value={text} onChange={(_, { value }) => setText(value)} />
              </Field>
            )}
          </DialogContent>
          <DialogActions>
            <Button
              appearance="primary"
              disabled={!isReady}
              onClick={() => {
                confirmed.current = onConfirm
                close()
              }}
            >
              {action}
            </Button>
            <Button onClick={close}>{decline}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}

/** Leaves the page together with the dialog around it, and then starts what was confirmed. */
function Leaving({ confirmed }: { readonly confirmed: RefObject<(() => void) | undefined> }) {
  useEffect(
    () => () => {
      const start = confirmed.current
      confirmed.current = undefined
      // once the focus is back where it was
      if (start !== undefined) setTimeout(start)
    },
    [confirmed],
  )
  return null
}
