/** Pages that belong to no resource (`#view/{id}/…`): Entra, Cloud Shell, explain. One folder each, one line in `areas/index.ts`. */
import type { FluentIcon } from '@fluentui/react-icons'
import type { ComponentType } from 'react'

export interface AreaProps {
  /** What the link has below the area's id. */
  readonly path: readonly string[]
  readonly parameters: Readonly<Record<string, string>>
}

export interface AreaDescription {
  readonly id: string
  readonly label: string
  readonly icon: FluentIcon
  /** Other names in links: those of Azure's own extensions. */
  readonly aliases?: readonly string[]
  /** What the first part of the path is called in the breadcrumb. */
  readonly parts?: Readonly<Record<string, string>>
  /** Not in the menu: it needs to be told more than its name. */
  readonly isHidden?: true
  readonly load: () => Promise<{ readonly default: ComponentType<AreaProps> }>
}
