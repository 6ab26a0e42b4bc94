/** What the tenant's directory holds: the tenant itself, users, groups, applications, service principals. */
import type { JsonObject } from '../json.js'
import type { EpochMillis } from '../time.js'

export interface Tenant {
  readonly tenantId: string
  readonly displayName: string
  /** Verified domain, `lazulite.onmicrosoft.com`. */
  readonly defaultDomain: string
  readonly createdAt: EpochMillis
}

/** A password or client secret, kept only as a salted hash (`scrypt$…`). */
export interface PasswordCredential {
  readonly keyId: string
  /** What its owner calls it. */
  readonly displayName?: string
  readonly hash: string
  /** First characters, as Azure shows them to tell secrets apart. */
  readonly hint: string
  readonly startsAt: EpochMillis
  /** Absent: does not expire. */
  readonly endsAt?: EpochMillis
}

/** A certificate with whose key an application signs its client assertions. Public, so kept whole. */
export interface CertificateCredential {
  readonly keyId: string
  readonly displayName?: string
  /** DER, base64. */
  readonly certificate: string
  /** SHA-1 of the certificate, 40 upper-case hex digits; what Graph shows and `x5t` names. */
  readonly thumbprint: string
  readonly startsAt: EpochMillis
  readonly endsAt: EpochMillis
}

/** Tokens of another issuer that an application or a managed identity takes for its own proof. */
export interface FederatedCredential {
  readonly credentialId: string
  readonly name: string
  readonly issuer: string
  readonly subject: string
  readonly audiences: readonly string[]
  readonly description?: string
}

/** Where a sign-in may lead back to, by kind of client; compared exactly, but for loopback ports of public clients. */
export interface RedirectUris {
  readonly web: readonly string[]
  readonly spa: readonly string[]
  readonly publicClient: readonly string[]
}

export interface Application {
  readonly objectId: string
  readonly clientId: string
  readonly displayName: string
  readonly identifierUris: readonly string[]
  /** Public clients (Azure CLI, Azure PowerShell) hold no secret. */
  readonly isPublicClient: boolean
  readonly secrets: readonly PasswordCredential[]
  readonly createdAt: EpochMillis
  readonly certificates?: readonly CertificateCredential[]
  readonly federatedCredentials?: readonly FederatedCredential[]
  readonly redirectUris?: RedirectUris
  /** Object ids. */
  readonly owners?: readonly string[]
  /** Members that only Microsoft Graph shows and no rule here reads, in Graph's own form. */
  readonly graphProperties?: JsonObject
}

interface DirectoryObject {
  /** Object id. */
  readonly principalId: string
  readonly displayName: string
  readonly isEnabled: boolean
  readonly createdAt: EpochMillis
  /** Members that only Microsoft Graph shows and no rule here reads, in Graph's own form. */
  readonly graphProperties?: JsonObject
  /** Object ids. */
  readonly owners?: readonly string[]
  /** Of users and service principals: attributes that conditions of role assignments ask about, by set, in Graph's form. */
  readonly customSecurityAttributes?: JsonObject
  /** Application permissions granted to this principal on service principals; the `roles` claim there. */
  readonly appRoleAssignments?: readonly AppRoleAssignment[]
}

export interface User extends DirectoryObject {
  readonly kind: 'User'
  readonly userPrincipalName: string
  readonly password?: PasswordCredential
  /** Template ids of directory roles (Global Administrator …), the `wids` claim. */
  readonly directoryRoles: readonly string[]
}

export interface Group extends DirectoryObject {
  readonly kind: 'Group'
}

export interface ServicePrincipal extends DirectoryObject {
  readonly kind: 'ServicePrincipal'
  readonly clientId: string
  readonly servicePrincipalType: 'Application' | 'ManagedIdentity'
  /** clientId and identifier URIs: what tokens can be asked for (`resource`, `scope`). */
  readonly servicePrincipalNames: readonly string[]
  /** Only for managed identities: whose identity this is. */
  readonly managedIdentity?: ManagedIdentityOrigin
  readonly secrets?: readonly PasswordCredential[]
  readonly certificates?: readonly CertificateCredential[]
  /** Template ids of directory roles, the `wids` claim. */
  readonly directoryRoles?: readonly string[]
  /** Delegated permissions that this client was granted, for everybody or for one user. */
  readonly permissionGrants?: readonly DelegatedPermissionGrant[]
}

export interface AppRoleAssignment {
  readonly assignmentId: string
  /** All zeros: the default role. */
  readonly appRoleId: string
  /** Object id of the service principal whose role it is. */
  readonly resourcePrincipalId: string
  readonly createdAt: EpochMillis
}

export interface DelegatedPermissionGrant {
  readonly grantId: string
  /** Object id of the service principal whose permissions they are. */
  readonly resourcePrincipalId: string
  /** Object id of the one user who consented, or for whom it was done; absent: everybody. */
  readonly userPrincipalId?: string
  /** Values, parted by spaces. */
  readonly scope: string
}

export interface ManagedIdentityOrigin {
  readonly type: 'SystemAssigned' | 'UserAssigned'
  /** System-assigned: the host resource (VM); user-assigned: the identity resource. Display case. */
  readonly resourceId: string
}

export type Principal = User | Group | ServicePrincipal
export type PrincipalKind = Principal['kind']
