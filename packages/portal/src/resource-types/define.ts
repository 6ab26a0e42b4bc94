/**
 * What the portal knows of a resource type: its name for people, its pages, how it is made. A type is one folder that
 * exports a description, and one line in `resource-types/index.ts`; types without one get the pages that all have.
 */
import type { FluentIcon } from '@fluentui/react-icons'
import type { ComponentType } from 'react'
import type { ResourceReference } from '../api/resource-reference.js'

export interface BladeProps {
  readonly resource: ResourceReference
}

type Load<Props> = () => Promise<{ readonly default: ComponentType<Props> }>

/** A page of a resource. Its code is loaded when it is opened. */
export interface BladeDescription {
  /** In links: lower-case, as Azure's portal names it where it has the page (`users`, `eventlogs`). */
  readonly id: string
  /** In the menu. */
  readonly label: string
  readonly icon: FluentIcon
  /** Heading in the menu; pages without one come first. */
  readonly group?: 'Connect' | 'Settings' | 'Automation' | 'Monitoring' | 'Security' | 'Help'
  readonly load?: Load<BladeProps>
  /** Why the page is greyed: what Azure has and this cloud has not. */
  readonly unavailable?: string
  /** Reached from another page (a wizard), not from the menu; names the menu entry that is marked then. */
  readonly isPartOf?: string
  /** The label alone is the page's title, and the resource comes under it: of what does one thing ("Add role assignment"). */
  readonly isTitledByLabel?: boolean
}

export interface ResourceTypeDescription {
  /** `Microsoft.Compute/virtualMachines` */
  readonly type: string
  /** "Virtual machine" */
  readonly singular: string
  /** "Virtual machines" */
  readonly plural: string
  readonly icon: FluentIcon
  readonly apiVersion: string
  /** Own pages; one with the id of a common page takes its place. */
  readonly blades?: readonly BladeDescription[]
  /** Reached from the resource that it belongs to; in no menu of the portal. */
  readonly isPart?: boolean
  /** Ids of common pages that make no sense here. */
  readonly without?: readonly string[]
  readonly create?: { readonly load: Load<CreateProps> }
  /** A list of its own; others get the generic one. */
  readonly browse?: { readonly load: Load<object> }
}

export interface CreateProps {
  /** Of the link: where it was asked for (`resourceGroup`, `subscriptionId`). */
  readonly parameters: Readonly<Record<string, string>>
}
