import { describe, expect, it } from 'vitest'
import type { ArmError } from '../errors/arm-error.js'
import type { Json } from '../json.js'
import {
  federatedCredentialOf,
  readFederatedCredential,
  requireFederatedCredentialName,
  requireRoom,
} from './federated-credential.js'

const good = { issuer: 'https://i', subject: 's', audiences: ['api://AzureADTokenExchange'] }

const refusal = (act: () => unknown): readonly [string, string] => {
  try {
    act()
  } catch (error) {
    const { code, message } = error as ArmError
    return [code, message]
  }
  return ['', 'not refused']
}

describe('the body of a federated credential', () => {
  it.each<[string, Json]>([
    ['as az sends it', { properties: good }],
    ['with members that nobody knows', { properties: { ...good, description: 'x', claimsMatchingExpression: null } }],
    ['with a path and a port in the issuer', { properties: { ...good, issuer: 'https://idp.example:8443/a/b/' } }],
  ])('is read %s', (_, body) => {
    const { issuer } = (body as { properties: { issuer: string } }).properties
    expect(readFederatedCredential(body)).toEqual({ ...good, issuer })
  })

  const unexpected = 'The request format was unexpected.'
  const incomplete = `${unexpected} Federated Identity Credential must specify 'issuer', 'subject' and 'audience'.`
  const oneAudience = 'Federated identity credentials must have exactly 1 audience.'
  const lengthCode = 'InvalidFederatedIdentityCredentialsAudienceLength'
  const noIssuer = (issuer: string): string =>
    `${unexpected} The Federated Identity Credential's 'issuer' must be an https URL without query and fragment: '${issuer}'.`
  it.each<[string, Json | undefined, string, string]>([
    ['nothing', undefined, 'BadRequest', incomplete],
    ['no properties', {}, 'BadRequest', incomplete],
    ['an empty issuer', { properties: { ...good, issuer: '' } }, 'BadRequest', incomplete],
    ['a blank subject', { properties: { ...good, subject: '  ' } }, 'BadRequest', incomplete],
    ['a number for a subject', { properties: { ...good, subject: 1 } }, 'BadRequest', incomplete],
    ['an empty audience', { properties: { ...good, audiences: [''] } }, 'BadRequest', incomplete],
    ['no audiences', { properties: { ...good, audiences: null } }, lengthCode, oneAudience],
    ['no audience', { properties: { ...good, audiences: [] } }, lengthCode, oneAudience],
    ['two audiences', { properties: { ...good, audiences: ['a', 'b'] } }, lengthCode, oneAudience],
    ['a text for audiences', { properties: { ...good, audiences: 'a' } }, lengthCode, oneAudience],
    ['plain http', { properties: { ...good, issuer: 'http://i' } }, 'BadRequest', noIssuer('http://i')],
    ['no URL', { properties: { ...good, issuer: 'i' } }, 'BadRequest', noIssuer('i')],
    ['a query', { properties: { ...good, issuer: 'https://i?a' } }, 'BadRequest', noIssuer('https://i?a')],
    [
      'a subject of 601 characters',
      { properties: { ...good, subject: 's'.repeat(601) } },
      'BadRequest',
      `${unexpected} The Federated Identity Credential's 'subject' exceeds 600 characters.`,
    ],
    [
      'an expression over claims',
      { properties: { issuer: 'https://i', audiences: ['a'], claimsMatchingExpression: { value: 'x' } } },
      'NotImplemented',
      'NotImplemented: Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials properties.claimsMatchingExpression',
    ],
  ])('is refused with %s', (_, body, code, message) => {
    expect(refusal(() => readFederatedCredential(body))).toEqual([code, message])
  })

  it('is what a stored record says', () => {
    expect(federatedCredentialOf(good)).toEqual(good)
    expect(() => federatedCredentialOf({})).toThrow('no federated credential')
  })
})

describe('the name of a federated credential', () => {
  it.each(['abc', '1-_', 'a'.repeat(120)])('may be %s', (name) => {
    expect(() => requireFederatedCredentialName(name)).not.toThrow()
  })
  it.each(['ab', '-ab', '_ab', 'a.b', 'a b', 'a'.repeat(121)])('may not be %s', (name) => {
    expect(refusal(() => requireFederatedCredentialName(name))).toEqual([
      'BadRequest',
      `Federated Identity Credential name '${name}' is invalid.`,
    ])
  })
})

describe('room on an identity', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => ({ ...good, subject: `s${index}` }))
  it.each([
    ['nineteen others', many(19)],
    ['the same subject of another issuer', [{ ...good, issuer: 'https://j' }]],
    ['the same pair in another case', [{ ...good, subject: 'S' }]],
  ])('is left by %s', (_, others) => {
    expect(() => requireRoom(good, others)).not.toThrow()
  })
  it.each([
    [
      'the same pair, whatever the audience',
      [{ ...good, audiences: ['other'] }],
      'Conflict',
      'Issuer and subject combination already exists for this Managed Identity.',
    ],
    ['twenty others', many(20), 'BadRequest', 'A Managed Identity can have at most 20 Federated Identity Credentials.'],
  ])('is not left by %s', (_, others, code, message) => {
    expect(refusal(() => requireRoom(good, others))).toEqual([code, message])
  })
})
