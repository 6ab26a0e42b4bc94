/** A user-assigned identity as Resource Manager answers it, and how its pages read it. */
import { useArm } from '../../api/queries.js'
import { userAssignedIdentities } from './description.js'

export interface Identity {
  readonly id: string
  readonly name: string
  readonly location: string
  readonly tags?: Readonly<Record<string, string>>
  readonly properties: {
    readonly tenantId: string
    readonly principalId: string
    readonly clientId: string
    readonly isolationScope?: string
  }
}

export const useIdentity = (id: string) => useArm<Identity>(id, userAssignedIdentities)
