import { describe, expect, it } from 'vitest'
import { type AppOnlyToken, applicationClaims, managedIdentityClaims, tokenValidity } from './claims.js'

const tenantId = '10000000-0000-4000-8000-000000000001'
const token: AppOnlyToken = {
  version: '1.0',
  tenant: { tenantId, createdAt: 1_700_000_000_900 },
  audience: 'https://management.azure.com/',
  resourceClientId: '797f4846-ba00-4fd7-ba43-dac1f8f63013',
  subject: { principalId: '70000000-0000-4000-8000-000000000001', clientId: '70000000-0000-4000-8000-00000000000c' },
  validity: tokenValidity(2_000_000_000, 86_400),
  tokenId: 'AAECAwQFBgcICQoLDA0ODw',
}
const vm = '/subscriptions/S/resourceGroups/DevTest/providers/Microsoft.Compute/virtualMachines/VM1'
const id = '/subscriptions/S/resourceGroups/DevTest/providers/Microsoft.ManagedIdentity/userAssignedIdentities/ID1'

const common = {
  aud: 'https://management.azure.com/',
  iss: `https://sts.windows.net/${tenantId}/`,
  iat: 1_999_999_700,
  nbf: 1_999_999_700,
  exp: 2_000_086_400,
  aio: expect.stringMatching(/^k2Bg[\w-]+$/),
  appid: '70000000-0000-4000-8000-00000000000c',
  idp: `https://sts.windows.net/${tenantId}/`,
  idtyp: 'app',
  oid: '70000000-0000-4000-8000-000000000001',
  rh: expect.stringMatching(/^1\.A[\w-]+\.$/),
  sub: '70000000-0000-4000-8000-000000000001',
  tid: tenantId,
  uti: 'AAECAwQFBgcICQoLDA0ODw',
  ver: '1.0',
  xms_tcdt: 1_700_000_000,
}
const vmClaim = '/subscriptions/S/resourcegroups/DevTest/providers/Microsoft.Compute/virtualMachines/VM1'
const idClaim = '/subscriptions/S/resourcegroups/DevTest/providers/Microsoft.ManagedIdentity/userAssignedIdentities/ID1'

describe('claims of a managed identity', () => {
  it('name the host as the identity of a system-assigned one, group keyword in lower case', () => {
    const claims = managedIdentityClaims(token, {
      type: 'SystemAssigned',
      hostResourceId: vm,
      identityResourceId: vm,
      namesHostWhenSystemAssigned: true,
    })
    expect(claims).toEqual({ ...common, appidacr: '2', xms_az_rid: vmClaim, xms_mirid: vmClaim })
  })

  it('leave the host of a system-assigned identity out when told to', () => {
    const claims = managedIdentityClaims(token, {
      type: 'SystemAssigned',
      hostResourceId: vm,
      identityResourceId: vm,
      namesHostWhenSystemAssigned: false,
    })
    expect(claims).toEqual({ ...common, appidacr: '2', xms_mirid: vmClaim })
  })

  it.each([true, false])('name host and identity of a user-assigned one, whatever the setting (%s)', (setting) => {
    const claims = managedIdentityClaims(token, {
      type: 'UserAssigned',
      hostResourceId: vm,
      identityResourceId: id,
      namesHostWhenSystemAssigned: setting,
    })
    expect(claims).toEqual({ ...common, appidacr: '2', xms_az_rid: vmClaim, xms_mirid: idClaim })
  })
})

describe('claims of an application', () => {
  it('say that a secret was used, and nothing of resources', () => {
    expect(applicationClaims(token, 'secret')).toEqual({ ...common, appidacr: '1' })
  })

  it('repeat the capabilities that the client declared', () => {
    expect(applicationClaims({ ...token, clientCapabilities: ['CP1'] }, 'certificate')).toEqual({
      ...common,
      appidacr: '2',
      xms_cc: ['CP1'],
    })
  })

  it('have other names in version 2.0 and no idp', () => {
    const { appid, idp: _, ...shared } = common
    expect(applicationClaims({ ...token, version: '2.0', audience: token.resourceClientId }, 'secret')).toEqual({
      ...shared,
      aud: token.resourceClientId,
      iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
      azp: appid,
      azpacr: '1',
      ver: '2.0',
    })
  })

  it('are the same for the same ids, and differ in their opaque parts for others', () => {
    const other = applicationClaims({ ...token, tokenId: 'other', resourceClientId: 'another' }, 'secret')
    expect(applicationClaims(token, 'secret')).toEqual(applicationClaims(token, 'secret'))
    expect(other.aio).not.toBe(applicationClaims(token, 'secret').aio)
    expect(other.rh).not.toBe(applicationClaims(token, 'secret').rh)
  })
})
