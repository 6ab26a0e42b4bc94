/** How an address of the token service is declared: its methods, and whether scripts of other origins may ask it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { OAuthError } from '../../domain/errors/oauth-error.js'
import type { JsonObject } from '../../domain/json.js'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
export type Method = (typeof methods)[number]

/** Resolves to the body, or to the reply that it has written itself. */
export type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<JsonObject | FastifyReply>

export interface RouteOptions {
  /**
   * Scripts may ask from any origin, as at Entra: nothing is answered there because of who the browser is signed in as.
   */
  readonly isOpenToScripts?: true
}

/** An address answers its own methods and refuses the others by name. */
export type AddRoute = (allowed: readonly Method[], url: string, handler: Handler, options?: RouteOptions) => void

export function routeTable(app: FastifyInstance): AddRoute {
  return (allowed, url, handler, { isOpenToScripts } = {}) => {
    const opensUp = async (_request: FastifyRequest, reply: FastifyReply): Promise<void> => {
      if (isOpenToScripts === true) reply.headers(openToScripts)
    }
    app.route({ method: [...allowed], url, onRequest: opensUp, handler })
    if (isOpenToScripts === true) {
      app.route({
        method: 'OPTIONS',
        url,
        onRequest: opensUp,
        handler: async (request, reply) =>
          reply
            .code(204)
            .headers({
              'access-control-allow-methods': `${allowed.join(', ')}, OPTIONS`,
              'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '*',
              'access-control-max-age': '86400',
            })
            .send(),
      })
    }
    app.route({
      method: methods.filter((method) => !allowed.includes(method) && !(isOpenToScripts && method === 'OPTIONS')),
      url,
      async onRequest(request, reply) {
        reply.header('allow', allowed.join(', '))
        throw new OAuthError('MethodNotAllowed', { allowed: allowed.join(', '), method: request.method })
      },
      handler,
    })
  }
}

const openToScripts = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-ms-request-id, client-request-id',
}
