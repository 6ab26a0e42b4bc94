/** Moves between groups. Decision: the texts; the codes follow Resource Manager's (`ResourceMove…`, `InvalidResourceMoveRequest`). */
import type { ArmErrorEntry } from './catalogue.js'

export const moveErrors = {
  ResourceMoveToSameGroup: {
    status: 400,
    code: 'InvalidResourceMoveRequest',
    text: "The resources are already in the target resource group '{id}'.",
  },
  ResourceNotInSourceGroup: {
    status: 400,
    code: 'InvalidResourceMoveRequest',
    text: "The resource '{id}' is not in the source resource group '{group}'.",
  },
  ChildResourceMove: {
    status: 400,
    code: 'InvalidResourceMoveRequest',
    text: "The resource '{id}' is part of another one and moves with it.",
  },
  ResourceMoveConflict: {
    status: 409,
    code: 'ResourceMoveFailed',
    text: "The target resource group already has the resource '{id}'.",
  },
} as const satisfies Record<string, ArmErrorEntry>
