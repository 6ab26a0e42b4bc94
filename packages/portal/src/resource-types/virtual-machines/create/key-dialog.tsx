/** "Generate new key pair": the private half is downloaded, once, before anything is made. */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Text,
} from '@fluentui/react-components'
import { useState } from 'react'
import { ErrorPanel } from '../../../controls/error-panel.js'
import { type KeyKind, newKeys } from './ssh-key.js'

export interface KeyDialogProps {
  readonly name: string
  readonly kind: KeyKind
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onKey: (publicKey: string) => void
}

/** Milliseconds for which the browser may take the file from us. */
const fileStaysFor = 60_000

function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/x-pem-file' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), fileStaysFor)
}

export function KeyDialog({ name, kind, isOpen, onClose, onKey }: KeyDialogProps) {
  const [isMaking, setIsMaking] = useState(false)
  const [error, setError] = useState<unknown>()
  const make = async () => {
    setIsMaking(true)
    setError(undefined)
    try {
      const { publicKey, privateKey } = await newKeys(kind, name)
      download(`${name}.pem`, privateKey)
      onClose()
      onKey(publicKey)
    } catch (cause) {
      setError(cause)
    } finally {
      setIsMaking(false)
    }
  }
  return (
    <Dialog
      open={isOpen}
      modalType="alert"
      onOpenChange={(_, { open }) => {
        if (!open) onClose()
      }}
    >
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Generate new key pair</DialogTitle>
          <DialogContent>
            <Text block>
              An SSH key pair has a public and a private half. This browser makes both, and only the public one is sent.
              The private key cannot be downloaded again later: keep the file.
            </Text>
            {error === undefined ? null : <ErrorPanel error={error} />}
          </DialogContent>
          <DialogActions fluid>
            <Button appearance="primary" disabled={isMaking} onClick={() => void make()}>
              Download private key and create resource
            </Button>
            <Button onClick={onClose}>Return to create a virtual machine</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
