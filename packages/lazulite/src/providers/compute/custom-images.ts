/**
 * `Microsoft.Compute/images`: images that people make of their own machines. There are none here, and none can be made;
 * clients look for one under the name that they were given before they take it for a platform image (Az PowerShell's
 * `New-AzVM`), and go on when it is not found.
 */
import { ArmError } from '../../domain/errors/arm-error.js'
import { requireResource } from '../../operations/require-resource.js'
import { defineResourceType, type Operation } from '../define.js'
import { computeApiVersions } from './api-versions.js'

const type = 'Microsoft.Compute/images'

const missing = (method: string, verb: string): Operation => ({
  action: `${type}/${verb}`,
  async run() {
    throw new ArmError('NotImplemented', { what: `${method} ${type}` })
  },
})

export const customImages = defineResourceType({
  type,
  apiVersions: computeApiVersions.filter((version) => version >= '2016-04-30'),
  scopes: ['resourceGroup'],
  get: {
    action: `${type}/read`,
    async run({ ports, target }) {
      await requireResource(ports.store.read, target)
      throw new ArmError('NotImplemented', { what: `GET ${type}` })
    },
  },
  list: { action: `${type}/read`, filtersItself: true, run: async () => ({ status: 200, body: { value: [] } }) },
  put: missing('PUT', 'write'),
  patch: missing('PATCH', 'write'),
  delete: { action: `${type}/delete`, run: async () => ({ status: 204 }) },
})
