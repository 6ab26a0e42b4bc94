/**
 * A deny assignment as somebody describes it: the body of a PUT, by clients and by the operations API.
 *
 * Shape: client libraries of 2024-07-01-preview (DenyAssignmentProperties). What a client may ask for is decided elsewhere.
 */
import { z } from 'zod'
import {
  type GivenCondition,
  readWrittenCondition,
  type WrittenCondition,
} from '../../domain/conditions/written-condition.js'
import { principalKindNamed } from '../../domain/directory/principal-kind-named.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { isGuid } from '../../domain/guid.js'
import { type DenyAssignment, type DenyPrincipal, everyone } from '../../domain/rbac/deny-assignment.js'
import { isPossibleAction } from '../../domain/rbac/possible-action.js'
import type { Permission } from '../../domain/rbac/role.js'

/** Characters; as for role assignments. */
const descriptionLimit = 2048

const strings = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? [])
const condition = { condition: z.string().nullish(), conditionVersion: z.string().nullish() }
const principals = z
  .array(z.object({ id: z.string(), type: z.string().nullish() }))
  .nullish()
  .transform((list) => list ?? [])

const requestBody = z.object({
  properties: z.object({
    denyAssignmentName: z.string().nullish(),
    description: z.string().max(descriptionLimit).nullish(),
    permissions: z
      .array(
        z.object({
          actions: strings,
          notActions: strings,
          dataActions: strings,
          notDataActions: strings,
          ...condition,
        }),
      )
      .nullish()
      .transform((list) => list ?? []),
    scope: z.string().nullish(),
    doNotApplyToChildScopes: z.boolean().nullish(),
    principals,
    excludePrincipals: principals,
    isSystemProtected: z.boolean().nullish(),
    denyAssignmentEffect: z.string().nullish(),
    ...condition,
  }),
})

/** Whom somebody names: the type may be left out where the directory knows it. */
export interface NamedPrincipal {
  /** Lower case. */
  readonly id: string
  readonly type?: DenyPrincipal['type']
}

export interface DescribedDeny
  extends Pick<
    DenyAssignment,
    | 'displayName'
    | 'description'
    | 'permissions'
    | 'doNotApplyToChildScopes'
    | 'effect'
    | 'condition'
    | 'conditionVersion'
  > {
  readonly principals: readonly NamedPrincipal[]
  readonly excludePrincipals: readonly NamedPrincipal[]
  /** Absent when nothing is said. */
  readonly isSystemProtected?: boolean
  readonly scope?: string
}

/** @throws ArmError `BadRequestFormat`, `InvalidCreateDenyAssignmentRequest`, `InvalidPrincipalId`, `InvalidActionOrNotAction` */
export function readDenyAssignment(body: unknown): DescribedDeny {
  const parsed = requestBody.safeParse(body)
  if (!parsed.success) throw new ArmError('BadRequestFormat', {}, { cause: parsed.error })
  const { properties } = parsed.data
  const displayName = properties.denyAssignmentName?.trim()
  if (!displayName) refuse('The deny assignment name cannot be null or empty.')
  const permissions = properties.permissions.map(toPermission)
  if (!permissions.some(({ actions, dataActions }) => actions.length + dataActions.length > 0)) {
    refuse('The deny assignment must have at least one action or data action.')
  }
  for (const action of permissions.flatMap(stringsOf)) {
    if (!isPossibleAction(action)) throw new ArmError('InvalidActionOrNotAction', { action })
  }
  const named = properties.principals.map(toPrincipal)
  if (named.length === 0) refuse('The deny assignment must have at least one principal.')
  const excludePrincipals = properties.excludePrincipals.map(toPrincipal)
  if (excludePrincipals.some(({ id }) => id === everyone.id)) refuse('Everyone cannot be an excluded principal.')
  return {
    displayName,
    ...(properties.description ? { description: properties.description } : {}),
    permissions,
    ...(properties.scope ? { scope: properties.scope } : {}),
    doNotApplyToChildScopes: properties.doNotApplyToChildScopes ?? false,
    principals: named,
    excludePrincipals,
    ...(typeof properties.isSystemProtected === 'boolean' ? { isSystemProtected: properties.isSystemProtected } : {}),
    effect: toEffect(properties.denyAssignmentEffect),
    ...readCondition(properties),
  }
}

type ActionLists = Pick<Permission, 'actions' | 'notActions' | 'dataActions' | 'notDataActions'>

const toPermission = ({
  actions,
  notActions,
  dataActions,
  notDataActions,
  ...given
}: ActionLists & GivenCondition): Permission => ({
  actions,
  notActions,
  dataActions,
  notDataActions,
  ...readCondition(given),
})

const readCondition = (given: GivenCondition): WrittenCondition =>
  readWrittenCondition(given, (detail, cause) => {
    const facts = { detail: `The given deny assignment condition is invalid. ${detail}` }
    return new ArmError('InvalidCreateDenyAssignmentRequest', facts, { cause })
  })

const stringsOf = ({ actions, notActions, dataActions, notDataActions }: ActionLists): readonly string[] => [
  ...actions,
  ...notActions,
  ...dataActions,
  ...notDataActions,
]

function toPrincipal({ id, type }: { readonly id: string; readonly type?: string | null | undefined }): NamedPrincipal {
  if (!isGuid(id)) throw new ArmError('InvalidPrincipalId', { principalId: id })
  if (id === everyone.id) return everyone
  if (!type) return { id: id.toLowerCase() }
  const known = principalKindNamed(type)
  if (known === undefined) {
    refuse(`The principal type '${type}' of the principal '${id}' is not valid.`)
  }
  return { id: id.toLowerCase(), type: known }
}

function toEffect(text: string | null | undefined): DenyAssignment['effect'] {
  switch ((text ?? 'enforced').toLowerCase()) {
    case 'enforced':
      return 'Enforced'
    case 'audit':
      return 'Audit'
    default:
      refuse(`The deny assignment effect '${text}' is not valid. It must be 'enforced' or 'audit'.`)
  }
}

function refuse(detail: string): never {
  throw new ArmError('InvalidCreateDenyAssignmentRequest', { detail })
}
