/** An entry of a menu that may be out of reach: it stays reachable by keyboard and says why, as `GatedButton` does. */
import { MenuItem, type MenuItemProps, Tooltip } from '@fluentui/react-components'

export type GatedMenuItemProps = MenuItemProps & {
  /** Why it cannot be used now; `undefined`: it can. */
  readonly reason?: string | undefined
}

export function GatedMenuItem({ reason, ...props }: GatedMenuItemProps) {
  if (reason === undefined) return <MenuItem {...props} />
  return (
    <Tooltip content={reason} relationship="description" withArrow>
      <MenuItem {...props} disabled onClick={undefined} />
    </Tooltip>
  )
}
