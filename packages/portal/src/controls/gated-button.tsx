/**
 * A button that may be out of reach. It stays in the tab order and says why: as a tooltip, and to screen readers; never
 * greyed without a reason.
 */
import { Button, type ButtonProps, Tooltip } from '@fluentui/react-components'

export type GatedButtonProps = ButtonProps & {
  /** Why it cannot be used now; `undefined`: it can. */
  readonly reason?: string | undefined
}

export function GatedButton({ reason, ...props }: GatedButtonProps) {
  if (reason === undefined) return <Button {...props} />
  return (
    <Tooltip content={reason} relationship="description" withArrow>
      <Button {...props} disabledFocusable onClick={undefined} />
    </Tooltip>
  )
}
