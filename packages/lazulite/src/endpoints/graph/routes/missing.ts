/** What Microsoft Graph has below an object and Lazulite lacks: each says so by name. */
import { GraphError } from '../../../domain/errors/graph-error.js'
import type { GraphHandler, GraphRoute } from '../graph-request.js'

/** @param prefix  pattern of the object */
export const missing = (prefix: string, relations: readonly string[]): readonly GraphRoute[] =>
  relations.flatMap((relation) => {
    const pattern = `${prefix}/${relation}`
    const handler: GraphHandler = async ({ version }) => {
      throw new GraphError('NotImplemented', { what: `/${version}/${pattern}` })
    }
    const methods = { GET: handler, POST: handler, PUT: handler, PATCH: handler, DELETE: handler }
    return ['', '/{rest}', '/$ref', '/$value'].map((below) => ({ pattern: `${pattern}${below}`, methods }))
  })
