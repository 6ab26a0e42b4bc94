import { Button, Tooltip } from '@fluentui/react-components'
import { CheckmarkRegular, CopyRegular } from '@fluentui/react-icons'
import { useState } from 'react'

export interface CopyButtonProps {
  readonly text: string
  /** What is copied: "Copy object id". */
  readonly label: string
}

/** Milliseconds for which the button says that it has copied. */
const saidFor = 1500

export function CopyButton({ text, label }: CopyButtonProps) {
  const [hasCopied, setHasCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setHasCopied(true)
    setTimeout(() => setHasCopied(false), saidFor)
  }
  return (
    <Tooltip content={hasCopied ? 'Copied' : label} relationship="label">
      <Button
        appearance="subtle"
        size="small"
        icon={hasCopied ? <CheckmarkRegular /> : <CopyRegular />}
        onClick={() => void copy()}
      />
    </Tooltip>
  )
}
