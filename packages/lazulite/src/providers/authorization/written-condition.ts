/**
 * The condition that a body gives to a role assignment, or to a permission block of a custom role.
 *
 * Sources: Azure role assignment conditions FAQ (`2.0` is the only version, and the default); Azure "Troubleshoot Azure role
 * assignment conditions" (`1.0` is refused like a condition that cannot be read). Decisions: a version without a condition
 * says nothing; a condition in an api-version that has none is refused, since more would be granted than is meant.
 */
import { ConditionError } from '../../domain/conditions/condition-error.js'
import { parseCondition } from '../../domain/conditions/parse-condition.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { showsBlockConditions, showsConditions } from './api-versions.js'

/** Both or none. */
export interface WrittenCondition {
  readonly condition?: string
  readonly conditionVersion?: string
}

const onlyVersion = '2.0'

interface Given {
  readonly condition?: string | null | undefined
  readonly conditionVersion?: string | null | undefined
}

/** @throws ArmError `InvalidRoleAssignmentCondition` */
export const parseAssignmentCondition = (given: Given, apiVersion: string): WrittenCondition =>
  parseGiven(given, {
    ...{ apiVersion, isKnown: showsConditions(apiVersion) },
    refusal: (detail, cause) => new ArmError('InvalidRoleAssignmentCondition', { detail }, { cause }),
  })

/** @param index  of the permission block, for the refusal. @throws ArmError `InvalidRoleDefinitionCondition` */
export const parseBlockCondition = (
  given: Given,
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

function parseGiven({ condition, conditionVersion }: Given, { apiVersion, isKnown, refusal }: Place): WrittenCondition {
  if (!condition) return {}
  if (!isKnown) throw refusal(`API version '${apiVersion}' has no conditions here.`)
  if (conditionVersion && conditionVersion !== onlyVersion) {
    throw refusal(`Condition version '${conditionVersion}' is not supported; it is '${onlyVersion}'.`)
  }
  try {
    parseCondition(condition)
  } catch (error) {
    throw error instanceof ConditionError ? refusal(error.message, error) : error
  }
  return { condition, conditionVersion: onlyVersion }
}
