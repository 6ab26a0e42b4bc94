/** Pages that belong to no resource: one line each. */
import type { AreaDescription } from './define.js'
import { explain } from './explain/description.js'

export const areas: readonly AreaDescription[] = [explain]

export const findArea = (id: string): AreaDescription | undefined => areas.find((area) => area.id === id.toLowerCase())
