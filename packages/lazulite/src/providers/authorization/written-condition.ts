/**
 * The condition that a body gives to a role assignment, or to a permission block of a custom role.
 *
 * Decision: a condition in an api-version that has none is refused, since more would be granted than is meant.
 */
import type { ConditionError } from '../../domain/conditions/condition-error.js'
import {
  type GivenCondition,
  readWrittenCondition,
  type WrittenCondition,
} from '../../domain/conditions/written-condition.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { showsBlockConditions, showsConditions } from './api-versions.js'

/** @throws ArmError `InvalidRoleAssignmentCondition` */
export const parseAssignmentCondition = (given: GivenCondition, apiVersion: string): WrittenCondition =>
  parseGiven(given, {
    ...{ apiVersion, isKnown: showsConditions(apiVersion) },
    refusal: (detail, cause) => new ArmError('InvalidRoleAssignmentCondition', { detail }, { cause }),
  })

/** @param index  of the permission block, for the refusal. @throws ArmError `InvalidRoleDefinitionCondition` */
export const parseBlockCondition = (
  given: GivenCondition,
  { apiVersion, index }: { readonly apiVersion: string; readonly index: number },
): WrittenCondition =>
  parseGiven(given, {
    ...{ apiVersion, isKnown: showsBlockConditions(apiVersion) },
    refusal: (detail, cause) =>
      new ArmError('InvalidRoleDefinitionCondition', { index: String(index), detail }, { cause }),
  })

interface Place {
  readonly apiVersion: string
  /** The api-version has conditions here. */
  readonly isKnown: boolean
  readonly refusal: (detail: string, cause?: ConditionError) => ArmError
}

function parseGiven(given: GivenCondition, { apiVersion, isKnown, refusal }: Place): WrittenCondition {
  if (given.condition && !isKnown) throw refusal(`API version '${apiVersion}' has no conditions here.`)
  return readWrittenCondition(given, refusal)
}
