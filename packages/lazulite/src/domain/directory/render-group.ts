/** A group as Microsoft Graph v1.0 shows it (real answers of 2022–2023). Groups here are security groups. */
import type { Json, JsonObject } from '../json.js'
import type { Group } from './directory-objects.js'
import { graphTime } from './graph-time.js'
import { securityIdentifier } from './security-identifier.js'

export function renderGroup(group: Group): JsonObject {
  const kept = group.graphProperties ?? {}
  const keptOr = (name: string, otherwise: Json = null): Json => kept[name] ?? otherwise
  return {
    id: group.principalId,
    deletedDateTime: null,
    classification: keptOr('classification'),
    createdDateTime: graphTime(group.createdAt),
    creationOptions: [],
    description: keptOr('description'),
    displayName: group.displayName,
    expirationDateTime: null,
    groupTypes: [],
    isAssignableToRole: null,
    mail: null,
    mailEnabled: false,
    mailNickname: keptOr('mailNickname', group.principalId),
    membershipRule: null,
    membershipRuleProcessingState: null,
    onPremisesDomainName: null,
    onPremisesLastSyncDateTime: null,
    onPremisesNetBiosName: null,
    onPremisesSamAccountName: null,
    onPremisesSecurityIdentifier: null,
    onPremisesSyncEnabled: null,
    preferredDataLocation: null,
    preferredLanguage: keptOr('preferredLanguage'),
    proxyAddresses: [],
    renewedDateTime: graphTime(group.createdAt),
    resourceBehaviorOptions: [],
    resourceProvisioningOptions: [],
    securityEnabled: true,
    securityIdentifier: securityIdentifier(group.principalId),
    theme: keptOr('theme'),
    uniqueName: keptOr('uniqueName'),
    visibility: keptOr('visibility'),
    onPremisesProvisioningErrors: [],
    serviceProvisioningErrors: [],
  }
}
