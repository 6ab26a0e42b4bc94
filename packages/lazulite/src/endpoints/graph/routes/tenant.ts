/** The tenant: `/organization`, `/domains`, `/subscribedSkus`; and its directory roles. */

import { directoryRoles } from '../../../domain/directory/directory-roles.js'
import {
  directoryRoleTemplateType,
  directoryRoleType,
  domainType,
  organizationType,
  subscribedSkuType,
} from '../../../domain/directory/graph-types.js'
import { referencedId } from '../../../domain/directory/references.js'
import { renderDomain, renderOrganization } from '../../../domain/directory/render-tenant.js'
import { GraphError } from '../../../domain/errors/graph-error.js'
import type { JsonObject } from '../../../domain/json.js'
import type { EntityType } from '../../../domain/odata/entity-type.js'
import { requireRight } from '../../../operations/directory/directory-call.js'
import {
  addDirectoryRoleMember,
  directoryRoleHolders,
  removeDirectoryRoleMember,
  renderDirectoryRole,
  requireDirectoryRole,
} from '../../../operations/directory/directory-role-members.js'
import { notFound } from '../../../operations/directory/find-objects.js'
import { showInMixedList } from '../../../operations/directory/show-objects.js'
import { entityAnswer, listAnswer, mixedType } from '../answers.js'
import { type GraphRequest, type GraphRoute, keyOf, noContent } from '../graph-request.js'
import { expandFor } from './memberships.js'
import { missing } from './missing.js'

/** A set whose objects are all known: list and get. */
function readOnlySet(
  set: string,
  entity: EntityType,
  objects: (request: GraphRequest) => readonly JsonObject[],
): readonly GraphRoute[] {
  const area = entity === directoryRoleTemplateType ? 'directoryRole' : 'organization'
  return [
    {
      pattern: set,
      methods: {
        async GET(request) {
          requireRight(request.call, { area, verb: 'read' })
          return listAnswer(request, { entity, set, load: async () => objects(request) })
        },
      },
    },
    {
      pattern: `${set}/{id}`,
      methods: {
        async GET(request) {
          requireRight(request.call, { area, verb: 'read' })
          const { value } = keyOf(request)
          const found = objects(request).find(({ id }) => String(id).toLowerCase() === value.toLowerCase())
          return entityAnswer(request, found ?? notFound(value), { entity, set })
        },
      },
    },
  ]
}

const renderTemplate = ({ templateId, displayName, description }: (typeof directoryRoles)[number]): JsonObject => ({
  id: templateId,
  deletedDateTime: null,
  description,
  displayName,
})

const roleSet = ({ call }: GraphRequest) => ({
  entity: directoryRoleType,
  set: 'directoryRoles',
  expand: expandFor(call),
})

const roleOf = (request: GraphRequest) => requireDirectoryRole(request.call.tenant.tenantId, keyOf(request))

export const tenantRoutes: readonly GraphRoute[] = [
  ...readOnlySet('organization', organizationType, ({ call }) => [renderOrganization(call.tenant)]),
  ...readOnlySet('domains', domainType, ({ call }) => [renderDomain(call.tenant)]),
  // a tenant without licences has none to list
  ...readOnlySet('subscribedSkus', subscribedSkuType, () => []),
  ...readOnlySet('directoryRoleTemplates', directoryRoleTemplateType, () => directoryRoles.map(renderTemplate)),
  {
    pattern: 'directoryRoles',
    methods: {
      async GET(request) {
        requireRight(request.call, { area: 'directoryRole', verb: 'read' })
        const { tenantId } = request.call.tenant
        const load = async () => directoryRoles.map((role) => renderDirectoryRole(role, tenantId))
        return listAnswer(request, { ...roleSet(request), load })
      },
      async POST(request) {
        requireRight(request.call, { area: 'directoryRole', verb: 'create' })
        const { roleTemplateId } = request.body
        requireDirectoryRole(request.call.tenant.tenantId, {
          value: String(roleTemplateId ?? ''),
          property: 'roleTemplateId',
        })
        throw new GraphError('DirectoryRoleActive')
      },
    },
  },
  {
    pattern: 'directoryRoles/{id}',
    methods: {
      async GET(request) {
        requireRight(request.call, { area: 'directoryRole', verb: 'read' })
        const role = renderDirectoryRole(roleOf(request), request.call.tenant.tenantId)
        return entityAnswer(request, role, roleSet(request))
      },
    },
  },
  {
    pattern: 'directoryRoles/{id}/members',
    methods: {
      async GET(request) {
        const { call } = request
        requireRight(call, { area: 'directoryRole', verb: 'read' })
        const role = roleOf(request)
        return listAnswer(request, {
          entity: mixedType,
          set: 'directoryObjects',
          load: async () =>
            (await directoryRoleHolders(call.ports.store.read, role)).map((holder) => showInMixedList(call, holder)),
        })
      },
    },
  },
  {
    pattern: 'directoryRoles/{id}/members/$ref',
    methods: {
      async POST(request) {
        await addDirectoryRoleMember(request.call, keyOf(request), referencedId(request.body))
        return noContent
      },
    },
  },
  {
    pattern: 'directoryRoles/{id}/members/{member}/$ref',
    methods: {
      async DELETE(request) {
        await removeDirectoryRoleMember(request.call, keyOf(request), keyOf(request, 'member').value)
        return noContent
      },
    },
  },
  ...missing('directoryRoles/{id}', ['scopedMembers']),
  ...missing('domains/{id}', [
    'verify',
    'serviceConfigurationRecords',
    'verificationDnsRecords',
    'domainNameReferences',
  ]),
  ...missing('organization/{id}', ['branding', 'certificateBasedAuthConfiguration', 'extensions']),
]
