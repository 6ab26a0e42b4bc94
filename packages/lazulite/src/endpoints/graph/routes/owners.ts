/** Who owns an object, and what a principal owns. */
import type { Application, Principal } from '../../../domain/directory/directory-objects.js'
import { referencedId } from '../../../domain/directory/references.js'
import { isFirstParty, type ObjectKey } from '../../../operations/directory/find-objects.js'
import { addOwner, type OwnedKind, removeOwner } from '../../../operations/directory/owners.js'
import { showApplicationInMixedList, showInMixedList } from '../../../operations/directory/show-objects.js'
import { listAnswer, mixedType } from '../answers.js'
import { type GraphRequest, type GraphRoute, keyOf, noContent } from '../graph-request.js'
import type { PrincipalSet } from './memberships.js'

export function ownerRoutes({
  path,
  kind,
  find,
}: {
  readonly path: string
  readonly kind: OwnedKind
  readonly find: (request: GraphRequest) => Promise<Application | Principal>
}): readonly GraphRoute[] {
  const owned = (request: GraphRequest): { kind: OwnedKind; key: ObjectKey } => ({ kind, key: keyOf(request) })
  return [
    {
      pattern: `${path}/{id}/owners`,
      methods: {
        async GET(request) {
          const { owners = [] } = await find(request)
          const { call } = request
          return listAnswer(request, {
            entity: mixedType,
            set: 'directoryObjects',
            load: async () =>
              (await call.ports.store.read.principals.getMany(owners)).map((owner) => showInMixedList(call, owner)),
          })
        },
      },
    },
    {
      pattern: `${path}/{id}/owners/$ref`,
      methods: {
        async POST(request) {
          await addOwner(request.call, owned(request), referencedId(request.body))
          return noContent
        },
      },
    },
    {
      pattern: `${path}/{id}/owners/{owner}/$ref`,
      methods: {
        async DELETE(request) {
          await removeOwner(request.call, owned(request), keyOf(request, 'owner').value)
          return noContent
        },
      },
    },
  ]
}

/** Applications first, then groups and service principals. */
export const ownedObjectsRoute = ({ path, find }: PrincipalSet): GraphRoute => ({
  pattern: `${path}/{id}/ownedObjects`,
  methods: {
    async GET(request) {
      const { principalId } = await find(request)
      const { call } = request
      const { applications, principals } = call.ports.store.read
      const isOwned = ({ owners }: Application | Principal): boolean => owners?.includes(principalId) === true
      return listAnswer(request, {
        entity: mixedType,
        set: 'directoryObjects',
        load: async () => [
          ...(await applications.list())
            .filter((application) => isOwned(application) && !isFirstParty(application.clientId))
            .map((application) => showApplicationInMixedList(call, application)),
          ...(await principals.list()).filter(isOwned).map((principal) => showInMixedList(call, principal)),
        ],
      })
    },
  },
})
