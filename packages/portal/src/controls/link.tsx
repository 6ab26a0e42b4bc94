/** A link within the portal: a plain anchor, so that the browser's own ways with links all work. */
import { Link as FluentLink } from '@fluentui/react-components'
import type { ReactNode } from 'react'

export interface LinkProps {
  /** As `linkTo` makes it. */
  readonly to: string
  readonly children: ReactNode
}

export const Link = ({ to, children }: LinkProps) => <FluentLink href={to}>{children}</FluentLink>
