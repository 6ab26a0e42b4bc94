/**
 * What is asked of Microsoft Graph when a member is searched: users, groups and applications whose names, or a word in
 * them, begin with what was typed; an object id finds its object.
 *
 * Source: Microsoft Graph, "Use the $search query parameter" (quotes and backslashes are escaped by a backslash).
 */

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The most of one kind that is shown; who is not among them is found by typing more. */
const most = 50

export interface DirectoryQuestion {
  /** Name of the kind in `@odata.type`; `undefined`: the answer says. */
  readonly type?: 'user' | 'group' | 'servicePrincipal'
  /** Below `/v1.0`. */
  readonly path: string
}

export function directoryQuestions(typed: string): readonly DirectoryQuestion[] {
  const text = typed.trim()
  if (guid.test(text)) return [{ path: `/directoryObjects/${text.toLowerCase()}` }]
  return [
    question('user', { text, searched: ['displayName', 'userPrincipalName', 'mail'], shown: 'userPrincipalName,mail' }),
    question('group', { text, searched: ['displayName', 'mail'], shown: 'mail' }),
    question('servicePrincipal', {
      ...{ text, searched: ['displayName'], shown: 'appId,servicePrincipalType' },
      filter: "servicePrincipalType eq 'Application'",
    }),
  ]
}

function question(
  type: NonNullable<DirectoryQuestion['type']>,
  {
    text,
    searched,
    shown,
    filter,
  }: { readonly text: string; readonly searched: readonly string[]; readonly shown: string; readonly filter?: string },
): DirectoryQuestion {
  const escaped = text.replaceAll(/["\\]/g, '\\$&')
  const parts = [
    `$select=id,displayName,${shown}`,
    `$top=${most}`,
    ...(filter === undefined ? [] : [`$filter=${encodeURIComponent(filter)}`]),
    ...(text === ''
      ? []
      : [`$search=${encodeURIComponent(searched.map((property) => `"${property}:${escaped}"`).join(' OR '))}`]),
  ]
  return { type, path: `/${type}s?${parts.join('&')}` }
}
