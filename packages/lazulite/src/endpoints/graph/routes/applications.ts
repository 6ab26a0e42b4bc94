/** `/applications`: registrations, their secrets, owners and federated credentials. */
import type { Application } from '../../../domain/directory/directory-objects.js'
import { applicationType, federatedIdentityCredentialType } from '../../../domain/directory/graph-types.js'
import { renderFederatedCredential, renderPassword } from '../../../domain/directory/render-credentials.js'
import type { FilterExpression } from '../../../domain/odata/filter-expression.js'
import { indexedLookup } from '../../../domain/odata/indexed-lookup.js'
import { createApplication, deleteApplication, updateApplication } from '../../../operations/directory/applications.js'
import { addPassword, removePassword, type SecretHolder } from '../../../operations/directory/client-secrets.js'
import { type DirectoryCall, requireRight } from '../../../operations/directory/directory-call.js'
import {
  createFederatedCredential,
  deleteFederatedCredential,
  findFederatedCredential,
  updateFederatedCredential,
} from '../../../operations/directory/federated-credentials.js'
import { isFirstParty, requireApplication } from '../../../operations/directory/find-objects.js'
import { showApplication, viewOf } from '../../../operations/directory/show-objects.js'
import { createdAnswer, entityAnswer, listAnswer, selectsKeys } from '../answers.js'
import { actionHeaders, contextOf, type GraphRequest, type GraphRoute, keyOf, noContent } from '../graph-request.js'
import { expandFor } from './memberships.js'
import { missing } from './missing.js'
import { ownerRoutes } from './owners.js'

const setFor = ({ call }: GraphRequest) => ({ entity: applicationType, set: 'applications', expand: expandFor(call) })

async function readableApplication(request: GraphRequest): Promise<Application> {
  requireRight(request.call, { area: 'application', verb: 'read', isOwner: true })
  return requireApplication(request.call.ports.store.read, keyOf(request))
}

export const applicationRoutes: readonly GraphRoute[] = [
  {
    pattern: 'applications',
    methods: {
      async GET(request) {
        requireRight(request.call, { area: 'application', verb: 'read' })
        return listAnswer(request, {
          ...setFor(request),
          load: async (filter) =>
            (await loadApplications(request.call, filter)).map((one) => showApplication(viewOf(request.call), one)),
        })
      },
      async POST(request) {
        const application = await createApplication(request.call, request.body)
        return createdAnswer(request, showApplication(viewOf(request.call), application), setFor(request))
      },
    },
  },
  {
    pattern: 'applications/{id}',
    methods: {
      async GET(request) {
        const application = await readableApplication(request)
        const view = { ...viewOf(request.call), showsKeys: selectsKeys(request) }
        return entityAnswer(request, showApplication(view, application), setFor(request))
      },
      async PATCH(request) {
        await updateApplication(request.call, keyOf(request), request.body)
        return noContent
      },
      async DELETE(request) {
        await deleteApplication(request.call, keyOf(request))
        return noContent
      },
    },
  },
  ...secretRoutes('applications', 'application'),
  ...ownerRoutes({ path: 'applications', kind: 'application', find: readableApplication }),
  ...federatedCredentialRoutes(),
  ...missing('applications/{id}', [
    'addKey',
    'removeKey',
    'logo',
    'extensionProperties',
    'appManagementPolicies',
    'homeRealmDiscoveryPolicies',
    'tokenIssuancePolicies',
    'tokenLifetimePolicies',
    'setVerifiedPublisher',
    'unsetVerifiedPublisher',
    'synchronization',
    'createdOnBehalfOf',
  ]),
]

/** Applications and service principals have the same two actions. */
export function secretRoutes(path: string, kind: SecretHolder): readonly GraphRoute[] {
  return [
    {
      pattern: `${path}/{id}/addPassword`,
      methods: {
        async POST(request) {
          const { credential, secretText } = await addPassword(
            request.call,
            { kind, key: keyOf(request) },
            request.body,
          )
          const context = contextOf(request, 'microsoft.graph.passwordCredential')
          return {
            status: 200,
            body: { '@odata.context': context, ...renderPassword(credential, secretText) },
            headers: actionHeaders(request),
          }
        },
      },
    },
    {
      pattern: `${path}/{id}/removePassword`,
      methods: {
        async POST(request) {
          await removePassword(request.call, { kind, key: keyOf(request) }, request.body)
          return noContent
        },
      },
    },
  ]
}

function federatedCredentialRoutes(): readonly GraphRoute[] {
  const setOf = ({ objectId }: Application) => ({
    entity: federatedIdentityCredentialType,
    set: `applications('${objectId}')/federatedIdentityCredentials`,
  })
  const credential = (request: GraphRequest) => ({
    application: keyOf(request),
    idOrName: keyOf(request, 'credential').value,
  })
  return [
    {
      pattern: 'applications/{id}/federatedIdentityCredentials',
      methods: {
        async GET(request) {
          const application = await readableApplication(request)
          return listAnswer(request, {
            ...setOf(application),
            load: async () => (application.federatedCredentials ?? []).map(renderFederatedCredential),
          })
        },
        async POST(request) {
          const created = await createFederatedCredential(request.call, keyOf(request), request.body)
          const application = await requireApplication(request.call.ports.store.read, keyOf(request))
          return createdAnswer(request, renderFederatedCredential(created), setOf(application))
        },
      },
    },
    {
      pattern: 'applications/{id}/federatedIdentityCredentials/{credential}',
      methods: {
        async GET(request) {
          const application = await readableApplication(request)
          const { idOrName } = credential(request)
          const found = findFederatedCredential(application.federatedCredentials ?? [], idOrName)
          return entityAnswer(request, renderFederatedCredential(found), setOf(application))
        },
        async PATCH(request) {
          await updateFederatedCredential(request.call, credential(request), request.body)
          return noContent
        },
        async DELETE(request) {
          await deleteFederatedCredential(request.call, credential(request))
          return noContent
        },
      },
    },
  ]
}

async function loadApplications(
  { ports }: DirectoryCall,
  filter: FilterExpression | undefined,
): Promise<readonly Application[]> {
  const { applications } = ports.store.read
  const lookup = indexedLookup(filter, ['appId', 'id'])
  const found =
    lookup === undefined
      ? await applications.list()
      : [
          lookup.property === 'id'
            ? await applications.get(lookup.value)
            : await applications.findByClientId(lookup.value),
        ]
  return found.flatMap((one) => (one === undefined || isFirstParty(one.clientId) ? [] : [one]))
}
