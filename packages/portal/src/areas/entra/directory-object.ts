/** Directory objects as Microsoft Graph v1.0 answers them: the members that the pages show, and where each kind has its page. */
import { linkTo } from '../../routing/route.js'

export interface DirectoryObject {
  readonly id: string
  /** In mixed lists: `#microsoft.graph.user`. */
  readonly '@odata.type'?: string
  readonly displayName?: string | null
  readonly userPrincipalName?: string
  readonly appId?: string
}

export interface User extends DirectoryObject {
  readonly userPrincipalName: string
  readonly accountEnabled?: boolean
  readonly userType?: string | null
  readonly createdDateTime?: string
  readonly givenName?: string | null
  readonly surname?: string | null
  readonly jobTitle?: string | null
  readonly department?: string | null
  readonly mail?: string | null
}

export interface Group extends DirectoryObject {
  readonly description?: string | null
  readonly securityEnabled?: boolean
  readonly createdDateTime?: string
}

export interface PasswordCredential {
  readonly keyId: string
  readonly displayName?: string | null
  readonly hint?: string | null
  readonly startDateTime?: string | null
  readonly endDateTime?: string | null
}

export interface KeyCredential {
  readonly keyId: string
  readonly displayName?: string | null
  readonly customKeyIdentifier?: string | null
  readonly startDateTime?: string | null
  readonly endDateTime?: string | null
}

export interface AppRole {
  readonly id: string
  readonly displayName?: string | null
  readonly value?: string | null
  readonly description?: string | null
  readonly allowedMemberTypes?: readonly string[]
  readonly isEnabled?: boolean
}

export interface Application extends DirectoryObject {
  readonly appId: string
  readonly createdDateTime?: string
  readonly signInAudience?: string | null
  readonly identifierUris?: readonly string[]
  readonly passwordCredentials?: readonly PasswordCredential[]
  readonly keyCredentials?: readonly KeyCredential[]
  readonly appRoles?: readonly AppRole[]
  readonly web?: { readonly redirectUris?: readonly string[] }
  readonly spa?: { readonly redirectUris?: readonly string[] }
  readonly publicClient?: { readonly redirectUris?: readonly string[] }
  readonly api?: {
    readonly oauth2PermissionScopes?: readonly {
      readonly id: string
      readonly value?: string | null
      readonly adminConsentDisplayName?: string | null
      readonly isEnabled?: boolean
    }[]
  }
  readonly requiredResourceAccess?: readonly {
    readonly resourceAppId: string
    readonly resourceAccess: readonly { readonly id: string; readonly type: string }[]
  }[]
}

export interface ServicePrincipal extends DirectoryObject {
  readonly appId: string
  readonly servicePrincipalType?: string
  readonly accountEnabled?: boolean
  readonly appOwnerOrganizationId?: string | null
  readonly createdDateTime?: string
  readonly alternativeNames?: readonly string[]
  readonly servicePrincipalNames?: readonly string[]
  readonly appRoles?: readonly AppRole[]
}

export interface DirectoryRole extends DirectoryObject {
  readonly roleTemplateId: string
  readonly description?: string | null
}

const pages: Readonly<Record<string, { readonly section: string; readonly label: string }>> = {
  user: { section: 'users', label: 'User' },
  group: { section: 'groups', label: 'Group' },
  servicePrincipal: { section: 'enterprise-applications', label: 'Service principal' },
  application: { section: 'applications', label: 'Application' },
  directoryRole: { section: 'roles', label: 'Directory role' },
}

const typeOf = (object: DirectoryObject): string => (object['@odata.type'] ?? '').replace('#microsoft.graph.', '')

/** "User"; the type's own name when the portal has no better one. */
export const kindOf = (object: DirectoryObject): string => pages[typeOf(object)]?.label ?? typeOf(object)

/** Its page; `undefined` for a kind that has none. */
export function linkToObject(object: DirectoryObject): string | undefined {
  const page = pages[typeOf(object)]
  return page === undefined ? undefined : linkTo.view('entra', [page.section, object.id])
}

export const nameOf = ({ displayName, userPrincipalName, id }: DirectoryObject): string =>
  displayName || userPrincipalName || id

/** As bodies refer to an object. */
export const referenceTo = (id: string): string => `https://graph.microsoft.com/v1.0/directoryObjects/${id}`
