/** Federated credentials of user-assigned identities: known, not there yet, and said so by name. */
import { ArmError } from '../../domain/errors/arm-error.js'
import { userAssignedIdentityType } from '../../domain/identity/user-assigned-identity.js'
import { defineResourceType, type Operation } from '../define.js'
import { managedIdentityApiVersions } from './api-versions.js'

const type = `${userAssignedIdentityType}/federatedIdentityCredentials`

const missing = (verb: string): Operation => ({
  action: `${type}/${verb}`,
  async run({ method }) {
    throw new ArmError('NotImplemented', { what: `${method} ${type}` })
  },
})

export const federatedIdentityCredentials = defineResourceType({
  type,
  apiVersions: managedIdentityApiVersions,
  scopes: ['resourceGroup'],
  get: missing('read'),
  put: missing('write'),
  delete: missing('delete'),
  list: missing('read'),
})
