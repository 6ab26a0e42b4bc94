/** The grants that end in tokens about a person: password, code, refresh token, device code. */
import type { JsonObject } from '../../domain/json.js'
import { redeemDeviceCode } from '../../operations/sign-in/device-sign-in.js'
import type { AskedAccess } from '../../operations/sign-in/grant-facts.js'
import type { UserTokens } from '../../operations/sign-in/issue-user-tokens.js'
import { redeemCode } from '../../operations/sign-in/redeem-code.js'
import { redeemPassword } from '../../operations/sign-in/redeem-password.js'
import { redeemRefreshToken } from '../../operations/sign-in/redeem-refresh-token.js'
import type { SignIn } from '../../operations/sign-in/sign-in.js'
import type { Grant, GrantRequest, Grants } from './grants.js'
import { readClientCapabilities } from './read-client.js'

const deviceGrant =
  (signIn: SignIn): Grant =>
  async (request) => {
    const { form, version } = request
    // az 2.45-2.91 send `code` too; version 1 has nothing else
    const deviceCode = form.get('device_code') ?? form.get('code')
    return answer(request, await redeemDeviceCode(signIn, { ...commonParts(request), deviceCode, version }))
  }

export const userGrants = (signIn: SignIn): Grants => ({
  password: async (request) => {
    const { form } = request
    const [userPrincipalName, password] = [form.get('username'), form.get('password')]
    const redeeming = { ...commonParts(request), userPrincipalName, password, access: accessOf(request) }
    return answer(request, await redeemPassword(signIn, redeeming))
  },

  authorization_code: async (request) => {
    const { form, scriptOrigin } = request
    return answer(
      request,
      await redeemCode(signIn, {
        ...commonParts(request),
        code: form.get('code'),
        redirectUri: form.get('redirect_uri'),
        codeVerifier: form.get('code_verifier'),
        origin: scriptOrigin,
        scope: form.get('scope'),
        resource: form.get('resource'),
      }),
    )
  },

  refresh_token: async (request) => {
    const { form, scriptOrigin } = request
    const refreshToken = form.get('refresh_token')
    const redeeming = { ...commonParts(request), refreshToken, access: accessOf(request), origin: scriptOrigin }
    return answer(request, await redeemRefreshToken(signIn, redeeming))
  },

  'urn:ietf:params:oauth:grant-type:device_code': deviceGrant(signIn),
  // version 1
  device_code: deviceGrant(signIn),
})

const commonParts = ({ tenant, client, ipAddress, correlationId, form }: GrantRequest) => ({
  ...{ tenant, client, ipAddress, correlationId },
  clientCapabilities: readClientCapabilities(form.get('claims')),
})

/** Clients of federation servers use version 1's address and version 2's parameters (MSAL, az 2.45-2.91). */
const speaksV1 = ({ version, segment }: GrantRequest): boolean => version === 'v1' && segment.kind !== 'adfs'

function accessOf(request: GrantRequest): AskedAccess {
  const [scope, resource] = [request.form.get('scope'), request.form.get('resource')]
  return speaksV1(request)
    ? { version: 'v1', ...(resource === undefined ? {} : { resource }) }
    : { version: 'v2', ...(scope === undefined ? {} : { scope }) }
}

/** In the order in which Entra prints the members. */
function answer(request: GrantRequest, tokens: UserTokens): JsonObject {
  const { lifetime, notBefore, expiresOn, resource, scope } = tokens
  const rest = {
    access_token: tokens.accessToken,
    ...(tokens.refreshToken === undefined ? {} : { refresh_token: tokens.refreshToken }),
    ...(tokens.foci === undefined ? {} : { foci: tokens.foci }),
    ...(tokens.idToken === undefined ? {} : { id_token: tokens.idToken }),
    ...(request.form.get('client_info') === '1' ? { client_info: tokens.clientInfo } : {}),
  }
  if (!speaksV1(request)) {
    return { token_type: 'Bearer', scope, expires_in: lifetime, ext_expires_in: lifetime, ...rest }
  }
  return {
    token_type: 'Bearer',
    scope,
    expires_in: String(lifetime),
    ext_expires_in: String(lifetime),
    expires_on: String(expiresOn),
    not_before: String(notBefore),
    resource,
    ...rest,
  }
}
