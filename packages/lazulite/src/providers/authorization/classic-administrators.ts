/**
 * `classicAdministrators` of a subscription: co-administrators from before roles. Azure retired them in 2024, and there
 * are none here; `az role assignment list --include-classic-administrators` asks for them (2015-06-01, recorded).
 */
import { defineResourceType } from '../define.js'

const type = 'Microsoft.Authorization/classicAdministrators'

export const classicAdministrators = defineResourceType({
  type,
  apiVersions: [
    '2014-04-01-preview',
    '2014-07-01-preview',
    '2014-10-01-preview',
    '2015-05-01-preview',
    '2015-06-01',
    '2015-07-01',
  ],
  scopes: ['subscription'],
  isGlobal: true,
  list: { action: `${type}/read`, run: async () => ({ status: 200, body: { value: [] } }) },
})
