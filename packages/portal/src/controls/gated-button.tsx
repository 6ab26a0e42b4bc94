/**
 * A button that may be out of reach. It stays in the tab order and says why: as a tooltip, and to screen readers; never
 * greyed without a reason. What it opens gives the focus back to it: without that, a closed dialog would leave the rest of
 * the portal hidden from screen readers.
 */
import { Button, type ButtonProps, Tooltip, useRestoreFocusTarget } from '@fluentui/react-components'

export type GatedButtonProps = ButtonProps & {
  /** Why it cannot be used now; `undefined`: it can. */
  readonly reason?: string | undefined
}

export function GatedButton({ reason, ...props }: GatedButtonProps) {
  const restoreFocus = useRestoreFocusTarget()
  if (reason === undefined) return <Button {...restoreFocus} {...props} />
  return (
    <Tooltip content={reason} relationship="description" withArrow>
      <Button {...props} disabledFocusable onClick={undefined} />
    </Tooltip>
  )
}
