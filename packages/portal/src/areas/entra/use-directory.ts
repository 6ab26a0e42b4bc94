/** Reading that several pages of the directory share. */
import { useMemo } from 'react'
import { useGraph, useGraphList } from '../../api/queries.js'
import type { DirectoryObject, DirectoryRole } from './directory-object.js'
import { type DirectoryTask, reasonAgainst } from './directory-rights.js'

export interface Organization {
  readonly id: string
  readonly displayName: string
  readonly createdDateTime?: string
  readonly verifiedDomains: readonly { readonly name: string; readonly isDefault: boolean }[]
}

export function useOrganization(): { readonly organization: Organization | undefined; readonly error: Error | null } {
  const { data, error } = useGraph<{ readonly value: readonly Organization[] }>('/organization')
  return { organization: data?.value[0], error }
}

export const primaryDomainOf = (organization: Organization | undefined): string =>
  organization?.verifiedDomains.find(({ isDefault }) => isDefault)?.name ?? ''

export const isDirectoryRole = (object: DirectoryObject): object is DirectoryRole =>
  object['@odata.type'] === '#microsoft.graph.directoryRole'

/** Why a task in the directory is out of reach for whoever is signed in; `undefined`: it is not, or it is not known. */
export function useReasonAgainst(
  task: DirectoryTask,
  options?: { readonly isOwner?: boolean | undefined },
): string | undefined {
  const { data } = useGraphList<DirectoryObject>('/me/transitiveMemberOf')
  const held = useMemo(() => data?.filter(isDirectoryRole).map(({ roleTemplateId }) => roleTemplateId), [data])
  return reasonAgainst(task, held, options)
}
