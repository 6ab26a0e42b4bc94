/** Endpoints that programs ask: tokens, device codes, userinfo. Order of checks: tenant, form, grant type, the grant's own. */
import type { FastifyRequest } from 'fastify'
import { OAuthError } from '../../domain/errors/oauth-error.js'
import type { JsonObject } from '../../domain/json.js'
import { deviceCodeLifetime, pollingInterval, startDeviceSignIn } from '../../operations/sign-in/device-sign-in.js'
import { readUserInfo } from '../../operations/sign-in/user-info.js'
import { addressedTenant, discoveredTenant, requireTenant } from './find-tenant.js'
import { clientCredentialsGrant, findGrant, type Grants } from './grants.js'
import { originOf } from './origin.js'
import { readClient } from './read-client.js'
import { readForm } from './read-form.js'
import { clientAddress, correlationIdOf, headerOf, parameter, readParameters } from './request-facts.js'
import type { AddRoute } from './route-table.js'
import type { StsDependencies } from './sts-dependencies.js'
import { userGrants } from './user-grants.js'

const open = { isOpenToScripts: true } as const

export function addTokenRoutes(add: AddRoute, deps: StsDependencies): void {
  const grants: Grants = {
    client_credentials: clientCredentialsGrant(deps.issueApplicationToken),
    ...userGrants(deps.signIn),
    ...deps.grants,
  }
  add(['POST'], '/:tenant/oauth2/v2.0/token', (request) => answerTokenRequest(deps, grants, request, 'v2'), open)
  add(['POST'], '/:tenant/oauth2/token', (request) => answerTokenRequest(deps, grants, request, 'v1'), open)
  add(['POST'], '/:tenant/oauth2/v2.0/devicecode', (request) => answerDeviceRequest(deps, request, 'v2'), open)
  add(['POST', 'GET'], '/:tenant/oauth2/devicecode', (request) => answerDeviceRequest(deps, request, 'v1'), open)
  add(
    ['GET', 'POST'],
    '/:tenant/openid/userinfo',
    async (request, reply) => {
      await discoveredTenant(deps, request)
      const { store, keyRing, clock } = deps.signIn
      const asked = { tenant: await requireTenant(deps), authorization: request.headers.authorization }
      try {
        return await readUserInfo({ principals: store.read.principals, keyRing, clock }, asked)
      } catch (error) {
        if (error instanceof OAuthError) reply.header('www-authenticate', `Bearer error="${error.error}"`)
        throw error
      }
    },
    open,
  )
}

async function answerTokenRequest(
  deps: StsDependencies,
  grants: Grants,
  request: FastifyRequest,
  version: 'v1' | 'v2',
): Promise<JsonObject> {
  const asked = parameter(request, 'tenant')
  const read = () => readForm(request.headers['content-type'], request.body)
  const { tenant, segment } = await addressedTenant(deps, { asked, version, clientId: () => read().get('client_id') })
  const form = read()
  const grant = findGrant(grants, form.get('grant_type'))
  return grant({
    tenant,
    segment,
    version,
    form,
    client: readClient(form, request.headers.authorization),
    origin: originOf(request.headers.host),
    correlationId: correlationIdOf(request),
    ipAddress: clientAddress(request),
    scriptOrigin: headerOf(request, 'origin'),
  })
}

/** Version 1 prints its numbers as strings and calls the address `verification_url`; its clients also ask by GET (ADAL). */
async function answerDeviceRequest(
  deps: StsDependencies,
  request: FastifyRequest,
  version: 'v1' | 'v2',
): Promise<JsonObject> {
  const form = readParameters(request)
  const { tenant } = await addressedTenant(deps, {
    asked: parameter(request, 'tenant'),
    version,
    clientId: () => form.get('client_id'),
  })
  const [scope, resource] = [form.get('scope'), form.get('resource')]
  const { deviceCode, userCode } = await startDeviceSignIn(deps.signIn, {
    tenant,
    client: readClient(form, request.headers.authorization),
    access:
      version === 'v1'
        ? { version, ...(resource === undefined ? {} : { resource }) }
        : { version, ...(scope === undefined ? {} : { scope }) },
  })
  const page = `${originOf(request.headers.host)}/common/oauth2/deviceauth`
  const number = (value: number) => (version === 'v1' ? String(value) : value)
  return {
    user_code: userCode,
    device_code: deviceCode,
    [version === 'v1' ? 'verification_url' : 'verification_uri']: page,
    expires_in: number(deviceCodeLifetime),
    interval: number(pollingInterval),
    message: `To sign in, use a web browser to open the page ${page} and enter the code ${userCode} to authenticate.`,
  }
}
