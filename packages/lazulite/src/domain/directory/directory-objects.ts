/** What the tenant's directory holds: the tenant itself, users, groups, applications, service principals. */
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
  readonly hash: string
  /** First characters, as Azure shows them to tell secrets apart. */
  readonly hint: string
  readonly startsAt: EpochMillis
  /** Absent: does not expire. */
  readonly endsAt?: EpochMillis
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
}

interface DirectoryObject {
  /** Object id. */
  readonly principalId: string
  readonly displayName: string
  readonly isEnabled: boolean
  readonly createdAt: EpochMillis
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
}

export interface ManagedIdentityOrigin {
  readonly type: 'SystemAssigned' | 'UserAssigned'
  /** System-assigned: the host resource (VM); user-assigned: the identity resource. Display case. */
  readonly resourceId: string
}

export type Principal = User | Group | ServicePrincipal
export type PrincipalKind = Principal['kind']
