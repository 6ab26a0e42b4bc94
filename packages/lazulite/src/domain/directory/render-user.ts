/** A user as Microsoft Graph v1.0 shows it (real answers of 2023); most members only to who selects them. */
import type { Json, JsonObject } from '../json.js'
import type { User } from './directory-objects.js'
import { graphTime } from './graph-time.js'
import { securityIdentifier } from './security-identifier.js'

/**
 * @param frame.securityAttributes  `null` to whoever may not read them
 * @param frame.idComes  `first` in lists of mixed kinds and in the answer to a creation, `last` elsewhere
 */
export function renderUser(
  user: User,
  frame: {
    readonly domain: string
    readonly idComes: 'first' | 'last'
    readonly securityAttributes: JsonObject | null
  },
): JsonObject {
  const kept = user.graphProperties ?? {}
  const keptOr = (name: string, otherwise: Json = null): Json => kept[name] ?? otherwise
  const id = { id: user.principalId }
  return {
    ...(frame.idComes === 'first' ? id : {}),
    businessPhones: keptOr('businessPhones', []),
    displayName: user.displayName,
    givenName: keptOr('givenName'),
    jobTitle: keptOr('jobTitle'),
    mail: keptOr('mail'),
    mobilePhone: keptOr('mobilePhone'),
    officeLocation: keptOr('officeLocation'),
    preferredLanguage: keptOr('preferredLanguage'),
    surname: keptOr('surname'),
    userPrincipalName: user.userPrincipalName,
    ...id,
    accountEnabled: user.isEnabled,
    city: keptOr('city'),
    companyName: keptOr('companyName'),
    country: keptOr('country'),
    customSecurityAttributes: frame.securityAttributes,
    createdDateTime: graphTime(user.createdAt),
    creationType: null,
    deletedDateTime: null,
    department: keptOr('department'),
    employeeId: keptOr('employeeId'),
    identities: [{ signInType: 'userPrincipalName', issuer: frame.domain, issuerAssignedId: user.userPrincipalName }],
    mailNickname: keptOr('mailNickname', user.userPrincipalName.split('@')[0] ?? ''),
    onPremisesImmutableId: keptOr('onPremisesImmutableId'),
    onPremisesSyncEnabled: null,
    otherMails: keptOr('otherMails', []),
    passwordPolicies: keptOr('passwordPolicies'),
    postalCode: keptOr('postalCode'),
    proxyAddresses: [],
    securityIdentifier: securityIdentifier(user.principalId),
    state: keptOr('state'),
    streetAddress: keptOr('streetAddress'),
    usageLocation: keptOr('usageLocation'),
    userType: keptOr('userType', 'Member'),
  }
}
