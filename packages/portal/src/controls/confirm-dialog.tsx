/** Asks before what cannot be undone. With `typed`, the name has to be written first, as Azure asks for groups. */
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
import { type ReactNode, useState } from 'react'

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
                close()
                onConfirm()
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
