/** Deleting a deployment's history, and ending one that is under way. */
import { type Operation, useOperation } from '../../notifications/use-operation.js'
import { deploymentsApiVersion as apiVersion } from './description.js'

interface Named {
  readonly id: string
  readonly name: string
}

export const useDeleteDeployment = (): Operation<Named, unknown> =>
  useOperation({
    title: ({ name }) => `Deleting deployment '${name}'`,
    success: ({ name }) => `Deleted deployment '${name}'`,
    run: (client, { id }, onProgress) => client.armOperation(id, { apiVersion, method: 'DELETE', onProgress }),
  })

export const useCancelDeployment = (): Operation<Named, unknown> =>
  useOperation({
    title: ({ name }) => `Canceling deployment '${name}'`,
    success: ({ name }) => `Canceled deployment '${name}'`,
    run: (client, { id }) => client.arm(`${id}/cancel`, { apiVersion, method: 'POST' }),
  })
