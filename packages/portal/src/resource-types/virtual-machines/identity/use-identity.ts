/** The identities of a resource of any type that has them, and their change. */
import { useArm } from '../../../api/queries.js'
import type { ResourceReference } from '../../../api/resource-reference.js'
import { useOperation } from '../../../notifications/use-operation.js'
import { linkTo } from '../../../routing/route.js'
import { describeType } from '../../index.js'
import type { IdentityBlock } from '../machine.js'
import type { IdentityPatch } from './identity-change.js'

export interface WithIdentity {
  readonly id: string
  readonly name: string
  readonly identity?: IdentityBlock
}

export const useResourceIdentity = (resource: ResourceReference) =>
  useArm<WithIdentity>(resource.id, { apiVersion: describeType(resource.type).apiVersion })

interface IdentityChange {
  readonly patch: IdentityPatch
  /** While it runs, and when it is done. */
  readonly title: string
  readonly success: string
}

export const useIdentityChange = (resource: ResourceReference) =>
  useOperation<IdentityChange, unknown>({
    title: ({ title }) => title,
    success: ({ success }) => success,
    link: () => linkTo.resource(resource.id, 'identity'),
    run: (client, { patch }, onProgress) =>
      client.armOperation(resource.id, {
        method: 'PATCH',
        apiVersion: describeType(resource.type).apiVersion,
        body: patch,
        onProgress,
      }),
  })
