/**
 * A user after a body was applied to it. Passwords are only judged here; hashing them is the caller's.
 *
 * Rules: "Create user", "Update user" (v1.0); passwords: "Password policies in Microsoft Entra ID" (8 to 256 characters,
 * three of four kinds).
 */
import { GraphError } from '../errors/graph-error.js'
import { isJsonObject, type JsonObject } from '../json.js'
import {
  invalidProperty,
  mergeGraphProperties,
  requireMembers,
  requireWritableMembers,
  textMember,
} from './check-body.js'
import { withSecurityAttributes } from './custom-security-attributes.js'
import type { User } from './directory-objects.js'
import { userType } from './graph-types.js'

const readOnly = [
  'id',
  'deletedDateTime',
  'createdDateTime',
  'creationType',
  'identities',
  'proxyAddresses',
  'securityIdentifier',
  'onPremisesSyncEnabled',
]

const keptMembers = [
  'businessPhones',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'city',
  'companyName',
  'country',
  'department',
  'employeeId',
  'mailNickname',
  'onPremisesImmutableId',
  'otherMails',
  'passwordPolicies',
  'postalCode',
  'state',
  'streetAddress',
  'usageLocation',
  'userType',
] as const

/** What a new user cannot do without, in the order in which its absence is told. */
const requiredOfUser = ['accountEnabled', 'displayName', 'mailNickname', 'passwordProfile', 'userPrincipalName']

/** @throws GraphError `PropertyMissing` */
export const requireNewUser = (body: JsonObject): void => requireMembers(body, userType, requiredOfUser)

/** @throws GraphError of the body family */
export function changeUser(user: User, body: JsonObject, verifiedDomain: string): User {
  requireWritableMembers(body, { entity: userType, readOnly, also: ['passwordProfile'] })
  const displayName = textMember(body, 'displayName', userType)
  const nickname = textMember(body, 'mailNickname', userType, 64)
  if (nickname !== undefined && /[@()\\[\]";:<>,\s]/.test(nickname)) throw invalidProperty(userType, 'mailNickname')
  const name = textMember(body, 'userPrincipalName', userType, 113)
  if (name !== undefined) requireVerifiedName(name, verifiedDomain)
  const { accountEnabled } = body
  if (accountEnabled === null) throw invalidProperty(userType, 'accountEnabled')
  const profile = isJsonObject(body.passwordProfile) ? body.passwordProfile : {}
  const { forceChangePasswordNextSignIn } = profile
  return {
    ...user,
    ...(displayName === undefined ? {} : { displayName }),
    ...(name === undefined ? {} : { userPrincipalName: name }),
    ...(typeof accountEnabled === 'boolean' ? { isEnabled: accountEnabled } : {}),
    ...withSecurityAttributes(user, body, userType),
    graphProperties: {
      ...mergeGraphProperties(user.graphProperties, body, keptMembers),
      ...(typeof forceChangePasswordNextSignIn === 'boolean' ? { forceChangePasswordNextSignIn } : {}),
    },
  }
}

/** The new password of a body. @throws GraphError `PasswordTooSimple`, `PropertyInvalid` */
export function passwordOf(body: JsonObject): string | undefined {
  const profile = body.passwordProfile
  if (profile === undefined || profile === null) return undefined
  const { password } = isJsonObject(profile) ? profile : {}
  if (password === undefined || password === null) return undefined
  if (typeof password !== 'string') throw invalidProperty(userType, 'passwordProfile')
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(password)).length
  if (password.length < 8 || password.length > 256 || kinds < 3) {
    throw new GraphError('PasswordTooSimple', { property: 'password' })
  }
  return password
}

function requireVerifiedName(name: string, verifiedDomain: string): void {
  const [local, domain, ...more] = name.split('@')
  if (!local || domain === undefined || more.length > 0 || !/^[A-Za-z0-9'._\-!#^~$&+=]+$/.test(local)) {
    throw invalidProperty(userType, 'userPrincipalName')
  }
  if (domain.toLowerCase() !== verifiedDomain.toLowerCase()) {
    throw new GraphError('DomainNotVerified', { property: 'userPrincipalName' })
  }
}
