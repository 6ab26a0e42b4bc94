/** References between directory objects in bodies: `{"@odata.id": "https://graph.microsoft.com/v1.0/directoryObjects/{id}"}`. */
import { GraphError } from '../errors/graph-error.js'
import type { JsonObject } from '../json.js'

/** Paths under which an object can be referred to. */
const referencePath =
  /\/(?:v1\.0|beta)\/(?:directoryObjects|users|groups|servicePrincipals)(?:\/|\(')([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})(?:'\))?\/?$/i

/** Object id, lower case. @throws GraphError `UnreadableBody` when the body refers to nothing */
export function referencedId(body: JsonObject): string {
  const reference = body['@odata.id']
  const id = typeof reference === 'string' ? idIn(reference) : undefined
  if (id === undefined) throw new GraphError('InvalidIdentifier', { id: String(reference ?? '') })
  return id
}

/** Of `members@odata.bind` and the like; empty when the body has none. @throws GraphError `InvalidIdentifier` */
export function boundIds(body: JsonObject, relation: string): readonly string[] {
  const bound = body[`${relation}@odata.bind`]
  if (bound === undefined) return []
  const references = Array.isArray(bound) ? bound : [bound]
  return references.map((reference) => {
    const id = typeof reference === 'string' ? idIn(reference) : undefined
    if (id === undefined) throw new GraphError('InvalidIdentifier', { id: String(reference) })
    return id
  })
}

const idIn = (reference: string): string | undefined => referencePath.exec(reference)?.[1]?.toLowerCase()
