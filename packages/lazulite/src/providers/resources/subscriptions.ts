/** `GET /tenants`, `GET /subscriptions[/{id}]`: what the caller's directory and its subscriptions are. Shapes: recorded 2014–2022. */
import type { Resource } from '../../domain/arm-resource/resource.js'
import type { JsonObject } from '../../domain/json.js'
import { isWithinScope } from '../../domain/resource-id/resource-id.js'
import { createAccessLens } from '../../operations/access/check-access.js'
import { type ArmRequest, defineResourceType } from '../define.js'
import { resourcesApiVersions } from './api-versions.js'

const readSubscription = 'Microsoft.Resources/subscriptions/read'

export const tenants = defineResourceType({
  type: 'Microsoft.Resources/tenants',
  apiVersions: resourcesApiVersions,
  scopes: ['tenant'],
  isGlobal: true,
  list: {
    action: 'Microsoft.Resources/tenants/read',
    openToAnyone: true,
    async run({ ports, apiVersion }) {
      const tenant = await ports.store.read.tenants.get()
      if (tenant === undefined) return { status: 200, body: { value: [] } }
      const { tenantId, displayName, defaultDomain } = tenant
      const isOldShape = apiVersion < '2018'
      const item: JsonObject = {
        id: `/tenants/${tenantId}`,
        tenantId,
        ...(isOldShape
          ? {}
          : {
              countryCode: 'US',
              displayName,
              domains: [defaultDomain],
              tenantCategory: 'Home',
              defaultDomain,
              tenantType: 'AAD',
            }),
      }
      return { status: 200, body: { value: [item] } }
    },
  },
})

export const subscriptions = defineResourceType({
  type: 'Microsoft.Resources/subscriptions',
  apiVersions: resourcesApiVersions,
  scopes: ['tenant'],
  isGlobal: true,
  get: {
    action: readSubscription,
    filtersItself: true,
    async run(request) {
      const subscription = await request.ports.store.read.resources.get(request.target.id)
      // The endpoint has checked that it exists; it cannot be deleted.
      return subscription === undefined
        ? { status: 404 }
        : { status: 200, body: await renderSubscription(request, subscription) }
    },
  },
  list: {
    action: readSubscription,
    openToAnyone: true,
    async run(request) {
      const { store } = request.ports
      const all = await store.read.resources.list({ scope: '/', type: 'Microsoft.Resources/subscriptions' })
      // A subscription shows as soon as anything in it can be read, as in Azure's own list.
      const lens = await createAccessLens(request.ports, request.caller)
      const visible = all.filter(
        ({ id }) =>
          lens.mode !== 'enforce' ||
          lens.assignments.some(({ scope }) => isWithinScope(scope, id) || lens.covers(scope, id)),
      )
      const value = await Promise.all(visible.map((subscription) => renderSubscription(request, subscription)))
      return { status: 200, body: { value, ...countFrom(request.apiVersion, value.length) } }
    },
  },
})

const countFrom = (apiVersion: string, value: number): JsonObject =>
  apiVersion < '2018' ? {} : { count: { type: 'Total', value } }

/** In 2014 versions `authorizationSource` comes last and there is no spending limit (recorded 2014-04-01-preview). */
async function renderSubscription({ ports, apiVersion }: ArmRequest, subscription: Resource): Promise<JsonObject> {
  const tenant = await ports.store.read.tenants.get()
  const isOldest = apiVersion < '2015'
  return {
    id: subscription.id,
    ...(isOldest ? {} : { authorizationSource: 'RoleBased' }),
    ...(apiVersion < '2018' ? {} : { managedByTenants: [] }),
    ...(subscription.tags === undefined || apiVersion < '2019-10-01' ? {} : { tags: subscription.tags }),
    subscriptionId: subscription.subscriptionId,
    ...(apiVersion < '2018' ? {} : { tenantId: tenant?.tenantId ?? '' }),
    displayName: subscription.body.displayName ?? subscription.name,
    state: 'Enabled',
    subscriptionPolicies: {
      locationPlacementId: 'Public_2014-09-01',
      quotaId: 'PayAsYouGo_2014-09-01',
      ...(isOldest ? {} : { spendingLimit: 'Off' }),
    },
    ...(isOldest ? { authorizationSource: 'RoleBased' } : {}),
  }
}
