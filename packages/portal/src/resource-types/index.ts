/** Every resource type that the portal knows by name: one line each. Other types get the pages that all resources have. */
import { CubeRegular } from '@fluentui/react-icons'
import { commonBlades } from './common/blades.js'
import type { BladeDescription, ResourceTypeDescription } from './define.js'
import { deployments } from './deployments/description.js'
import { managementGroups } from './management-groups/description.js'
import { plainTypeName } from './plain-type-name.js'
import { resourceGroups } from './resource-groups/description.js'
import { subscriptions } from './subscriptions/description.js'
import { userAssignedIdentities } from './user-assigned-identities/description.js'
import { virtualMachineScaleSets } from './virtual-machine-scale-sets/description.js'
import { virtualMachines } from './virtual-machines/description.js'

export const resourceTypes: readonly ResourceTypeDescription[] = [
  resourceGroups,
  virtualMachines,
  virtualMachineScaleSets,
  userAssignedIdentities,
  subscriptions,
  managementGroups,
  deployments,
]

/** Accepted where the portal has no better knowledge; a type that refuses it says which ones it takes. */
const anyApiVersion = '2024-11-01'

export const findType = (type: string): ResourceTypeDescription | undefined =>
  resourceTypes.find((known) => known.type.toLowerCase() === type.toLowerCase())

/** Types that have a place of their own in the portal's menu and among Azure's services. */
export const listedTypes = (): readonly ResourceTypeDescription[] => resourceTypes.filter(({ isPart }) => !isPart)

const learned = new Map<string, string>()

/** What Resource Manager said of a type that is not in the list. */
export const learnApiVersion = (type: string, apiVersion: string): void => {
  learned.set(type.toLowerCase(), apiVersion)
}

/** Never fails: a type that is not in the list is named by its last part. */
export function describeType(type: string): ResourceTypeDescription {
  const apiVersion = learned.get(type.toLowerCase()) ?? anyApiVersion
  return findType(type) ?? { type, ...plainTypeName(type), icon: CubeRegular, apiVersion }
}

/** The pages of a type, in the order of its menu: those without a group first; in a group its own, then those that all have. */
export function bladesOf(description: ResourceTypeDescription): readonly BladeDescription[] {
  const { blades = [], without = [] } = description
  const common = commonBlades
    .filter(({ id }) => !without.includes(id))
    .map((blade) => blades.find(({ id }) => id === blade.id) ?? blade)
  const own = blades.filter(({ id }) => !common.some((blade) => blade.id === id))
  const groups = [undefined, 'Connect', 'Settings', 'Automation', 'Monitoring', 'Security', 'Help'] as const
  return groups.flatMap((group) =>
    (group === undefined ? [...common, ...own] : [...own, ...common]).filter((blade) => blade.group === group),
  )
}
