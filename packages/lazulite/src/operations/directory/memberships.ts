/** Who is in which group, directly or through other groups, and which directory roles somebody holds. */
import type { Principal } from '../../domain/directory/directory-objects.js'
import type { ReadStores } from '../../ports/store.js'

type Directory = Pick<ReadStores, 'principals'>

/** Groups of which the principal itself is a member. */
export async function directGroups({ principals }: Directory, principalId: string): Promise<readonly Principal[]> {
  const groups = await principals.getMany(await principals.transitiveGroupIds(principalId))
  const members = await Promise.all(groups.map((group) => principals.members(group.principalId)))
  return groups.filter((_, index) => members[index]?.includes(principalId) === true)
}

export const transitiveGroups = async ({ principals }: Directory, principalId: string): Promise<readonly Principal[]> =>
  principals.getMany(await principals.transitiveGroupIds(principalId))

export const directMembers = async ({ principals }: Directory, groupId: string): Promise<readonly Principal[]> =>
  principals.getMany(await principals.members(groupId))

/** Members of members too; groups that contain each other come to an end. */
export async function transitiveMembers({ principals }: Directory, groupId: string): Promise<readonly Principal[]> {
  const seen = new Map<string, Principal>()
  let groups = [groupId]
  while (groups.length > 0) {
    const memberIds = (await Promise.all(groups.map((group) => principals.members(group)))).flat()
    const fresh = await principals.getMany([...new Set(memberIds)].filter((id) => !seen.has(id) && id !== groupId))
    for (const principal of fresh) seen.set(principal.principalId, principal)
    groups = fresh.filter(({ kind }) => kind === 'Group').map(({ principalId }) => principalId)
  }
  return [...seen.values()]
}
