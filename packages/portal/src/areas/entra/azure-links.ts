/**
 * Links into Azure's own Entra extensions, as documents and az have them (`#view/Microsoft_AAD_IAM/…`): which page here
 * they mean.
 *
 * Source: links as "Azure portal" copies them; a blade is followed by `~/page` and by pairs of names and values.
 */

/** Before the client id of an application, where a link names one by it. */
export const byAppId = 'appId:'

/** Of a page of an object: the member of the link that names it, and its pages by Azure's names. */
interface Blade {
  readonly section: string
  readonly objectId?: string
  readonly pages?: Readonly<Record<string, string>>
}

const blades: Readonly<Record<string, Blade>> = {
  activedirectorymenublade: {
    section: 'overview',
    pages: {
      users: 'users',
      groups: 'groups',
      registeredapps: 'applications',
      enterpriseapplications: 'enterprise-applications',
      rolesandadministrators: 'roles',
      signins: 'sign-ins',
    },
  },
  usersmanagementmenublade: { section: 'users' },
  userprofilemenublade: {
    section: 'users',
    objectId: 'userId',
    pages: { groups: 'groups', administrativerole: 'assigned-roles', azurerbac: 'azure-role-assignments' },
  },
  groupsmanagementmenublade: { section: 'groups' },
  groupdetailsmenublade: { section: 'groups', objectId: 'groupId', pages: { members: 'members', owners: 'owners' } },
  applicationslistblade: { section: 'applications' },
  applicationmenublade: {
    section: 'applications',
    objectId: 'appId',
    pages: { credentials: 'credentials', owners: 'owners' },
  },
  startboardapplicationsmenublade: { section: 'enterprise-applications' },
  managedappmenublade: { section: 'enterprise-applications', objectId: 'objectId' },
  rolesmanagementmenublade: { section: 'roles' },
  signineventsv3blade: { section: 'sign-ins' },
}

/**
 * @param path of the link, below the extension
 * @returns path below `entra`; `undefined`: no link of Azure's, or a page that is not known
 */
export function pathOfAzureLink(path: readonly string[]): readonly string[] | undefined {
  const [name = '', ...rest] = path
  const key = name.toLowerCase().replace(/\.reactview$/, '')
  const blade = Object.hasOwn(blades, key) ? blades[key] : undefined
  if (blade === undefined) return undefined
  const page = rest[0] === '~' ? rest[1]?.toLowerCase() : undefined
  const known = page === undefined ? undefined : blade.pages?.[page]
  if (blade.objectId === undefined) return [known ?? blade.section]
  const at = rest.findIndex((part) => part.toLowerCase() === blade.objectId?.toLowerCase())
  const id = at < 0 ? undefined : rest[at + 1]
  if (id === undefined) return [blade.section]
  const named = blade.objectId === 'appId' ? `${byAppId}${id}` : id
  return [blade.section, named, ...(known === undefined ? [] : [known])]
}
