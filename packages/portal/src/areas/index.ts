/** Pages that belong to no resource: one line each. */
import { activityLog } from './activity-log/description.js'
import { allResources } from './all-resources/description.js'
import { cloudShell } from './cloudshell/description.js'
import { createResource } from './create-resource/description.js'
import type { AreaDescription } from './define.js'
import { entra } from './entra/description.js'
import { explain } from './explain/description.js'
import { terminal } from './terminal/description.js'

export const areas: readonly AreaDescription[] = [
  createResource,
  allResources,
  entra,
  activityLog,
  explain,
  cloudShell,
  terminal,
]

/** Those that menus and search show. */
export const listedAreas = areas.filter(({ isHidden }) => isHidden !== true)

export const findArea = (id: string): AreaDescription | undefined =>
  areas.find(({ id: own, aliases = [] }) => [own, ...aliases].includes(id.toLowerCase()))
