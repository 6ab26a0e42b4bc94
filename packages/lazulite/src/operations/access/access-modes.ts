/**
 * For whom refusals count: everybody, unless it was set otherwise for one principal.
 *
 * Decision (docs/decisions/0017): a mode belongs to one principal, never to a group or a scope. It is kept in the store
 * and survives a restart; what a start option says holds for that run, and what was set through the operations API goes
 * before it. Both are settings, so every decision reads them from the access snapshot, which costs nothing.
 */
import type { Principal } from '../../domain/directory/directory-objects.js'
import { principalName } from '../../domain/directory/principal-name.js'
import { type AccessMode, accessModes } from '../../domain/rbac/decision.js'
import type { Ports } from '../../ports/ports.js'
import type { ReadStores, Store } from '../../ports/store.js'

const setSetting = 'access-modes'
const startSetting = 'access-modes-of-this-start'

/** Whose mode a start option names, by object id, client id or user principal name. */
export interface StartModes {
  readonly audit: readonly string[]
  readonly off: readonly string[]
}

export interface PrincipalMode {
  /** Object id. */
  readonly principalId: string
  readonly mode: AccessMode
  /** Set through the operations API, by an option of this start, or by nobody. */
  readonly source: 'set' | 'startOption' | 'default'
}

/** The modes that were set, by object id in lower case; whoever is not among them is enforced. */
export type ModesByPrincipal = ReadonlyMap<string, PrincipalMode>

type ModeStores = Pick<ReadStores, 'settings' | 'principals'>

export async function readAccessModes(read: ModeStores): Promise<ModesByPrincipal> {
  const modes = await readStartModes(read)
  for (const [principalId, mode] of modesIn(await read.settings.get(setSetting)))
    modes.set(principalId, { principalId, mode, source: 'set' })
  return modes
}

async function readStartModes(read: ModeStores): Promise<Map<string, PrincipalMode>> {
  const modes = new Map<string, PrincipalMode>()
  for (const [name, mode] of modesIn(await read.settings.get(startSetting))) {
    const principal = await findByAnyName(read, name)
    if (principal === undefined || principal.kind === 'Group') continue // a group asks for nothing
    const principalId = principal.principalId.toLowerCase()
    modes.set(principalId, { principalId, mode, source: 'startOption' })
  }
  return modes
}

const modesIn = (setting: object | undefined): [string, AccessMode][] =>
  Object.entries(setting ?? {}).flatMap(([name, value]): [string, AccessMode][] => {
    const mode = accessModes.find((known) => known === value)
    return mode === undefined ? [] : [[name, mode]]
  })

/** By object id, client id or user principal name. */
export async function findByAnyName(
  { principals }: Pick<ReadStores, 'principals'>,
  name: string,
): Promise<Principal | undefined> {
  return (
    (await principals.get(name)) ??
    (await principals.findByClientId(name)) ??
    (await principals.findByUserPrincipalName(name))
  )
}

/** At every start: what its options say replaces what the last start's said. */
export async function setStartModes(store: Store, { audit, off }: StartModes): Promise<void> {
  const wanted = Object.fromEntries([
    ...audit.map((name) => [name.toLowerCase(), 'audit']),
    ...off.map((name) => [name.toLowerCase(), 'off']),
  ])
  await store.transaction(async (tx) => {
    const known = (await tx.settings.get(startSetting)) ?? {}
    if (JSON.stringify(known) === JSON.stringify(wanted)) return
    await tx.settings.put(startSetting, wanted)
    tx.changes.touch()
  })
}

export interface ModeChange {
  /** Object id. */
  readonly principalId: string
  /** `undefined`: nothing set any more; what the start option says, else enforced. */
  readonly mode: AccessMode | undefined
  /** Who asked for it: object id. */
  readonly by: string
}

/** What is the same as without it is not kept. Every change is an audit event, `access.modeChanged`. */
export async function setAccessMode(
  { store, audit, clock }: Pick<Ports, 'store' | 'audit' | 'clock'>,
  { principalId, mode, by }: ModeChange,
): Promise<void> {
  const key = principalId.toLowerCase()
  await store.transaction(async (tx) => {
    const { [key]: _before, ...others } = (await tx.settings.get(setSetting)) ?? {}
    const isStandard = mode === undefined || mode === ((await readStartModes(tx)).get(key)?.mode ?? 'enforce')
    await tx.settings.put(setSetting, isStandard ? others : { ...others, [key]: mode })
    tx.changes.touch()
  })
  audit({
    time: clock.nowMillis(),
    kind: 'access.modeChanged',
    principalId: by,
    subject: key,
    facts: { mode: mode ?? 'default' },
  })
}

/** Somebody and how far refusals count for them. */
export interface NamedMode extends PrincipalMode {
  /** The object id once more when the directory does not know it. */
  readonly displayName: string
  readonly kind: Principal['kind'] | 'Unknown'
}

/** Everybody with a mode of their own, ordered by name; `enforce` is among them where it goes before a start option. */
export async function listAccessModes(read: ModeStores): Promise<NamedMode[]> {
  const modes = [...(await readAccessModes(read)).values()]
  const known = await read.principals.getMany(modes.map(({ principalId }) => principalId))
  return modes
    .map((mode) =>
      withName(
        mode,
        known.find((one) => one.principalId.toLowerCase() === mode.principalId),
      ),
    )
    .toSorted((a, b) => (`${a.displayName}/${a.principalId}` < `${b.displayName}/${b.principalId}` ? -1 : 1))
}

/** The mode of one principal, set or not. */
export async function modeOfPrincipal(read: ModeStores, principalId: string): Promise<NamedMode> {
  const key = principalId.toLowerCase()
  const mode = (await readAccessModes(read)).get(key)
  return withName(mode ?? { principalId: key, mode: 'enforce', source: 'default' }, await read.principals.get(key))
}

const withName = (mode: PrincipalMode, principal: Principal | undefined): NamedMode => ({
  ...mode,
  displayName: principal === undefined ? mode.principalId : principalName(principal),
  kind: principal?.kind ?? 'Unknown',
})

/** Those for whom refusals do not count. */
export const listUnenforced = async (read: ModeStores): Promise<NamedMode[]> =>
  (await listAccessModes(read)).filter(({ mode }) => mode !== 'enforce')

/** Names of the start options that nobody has yet; their mode begins when somebody does. */
export async function listUnknownStartNames(read: ModeStores): Promise<{ name: string; mode: AccessMode }[]> {
  const named = modesIn(await read.settings.get(startSetting)).map(([name, mode]) => ({ name, mode }))
  const found = await Promise.all(named.map(({ name }) => findByAnyName(read, name)))
  return named.filter((_, index) => found[index] === undefined || found[index].kind === 'Group')
}

/** One line, for the banner. */
export const describeUnenforced = ({ displayName, principalId, mode, source }: NamedMode): string => {
  const who = displayName === principalId ? principalId : `${displayName} (${principalId})`
  const how = mode === 'audit' ? 'refusals are recorded and let through' : 'everything is allowed'
  return `access is not enforced for ${who}: mode ${mode}, ${how}${source === 'startOption' ? ', by start option' : ''}`
}
