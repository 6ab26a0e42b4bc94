/**
 * `POST /_lazulite/access/evaluate`: would this principal be allowed? Answers one question or an array of them.
 *
 * Decision: one question is answered with its explanation, of an array each only when `explain=true` asks for it: an
 * array is asked by programs that compare, thousands at a time. Questions are not audited: nothing was accessed. An array
 * is refused as a whole when one of its questions may not be asked; the refusal's target says which.
 */
import { z } from 'zod'
import type { Attributes } from '../../domain/conditions/attributes.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import type { JsonObject } from '../../domain/json.js'
import type { AccessDecision, AccessQuestion, Denied } from '../../domain/rbac/decision.js'
import type { Asker } from '../../operations/access/asker.js'
import { checkAccess } from '../../operations/access/check-access.js'
import { explainDecision } from '../../operations/access/explain-access.js'
import type { Ports } from '../../ports/ports.js'

/** Room for the longest array of long questions; bytes. */
export const evaluateBodyLimit = 8 * 1024 * 1024

const scalar = z.union([z.string(), z.number(), z.boolean()])
const values = z.record(z.string(), z.union([scalar, z.array(scalar)])).optional()
const question = z.strictObject({
  principalId: z.string().min(1),
  action: z.string().min(1),
  isDataAction: z.boolean().optional(),
  scope: z.string().startsWith('/'),
  subOperation: z.string().min(1).optional(),
  attributes: z.strictObject({ request: values, resource: values, principal: values, environment: values }).optional(),
})
const mostQuestions = 10_000
const mostExplained = 1_000

export interface Asked {
  /** Who asks. */
  readonly asker: Asker
  /** What the query says: `true`, `false` or nothing. */
  readonly explain?: string | null
}

/** @throws ArmError `InvalidRequestContent`, `BadRequest`, `AuthorizationFailed` */
export async function evaluateAccessBody(
  ports: Ports,
  body: unknown,
  { asker, explain = null }: Asked,
): Promise<object | object[]> {
  if (explain !== null && explain !== 'true' && explain !== 'false')
    throw new ArmError('BadRequest', { detail: "'explain' must be true or false." })
  const isMany = Array.isArray(body)
  const isExplained = explain === null ? !isMany : explain === 'true'
  const parsed = (isMany ? z.array(question).max(isExplained ? mostExplained : mostQuestions) : question).safeParse(
    body,
  )
  if (!parsed.success) {
    throw new ArmError('InvalidRequestContent', { detail: z.prettifyError(parsed.error).replaceAll(/\s+/g, ' ') })
  }
  if (!Array.isArray(parsed.data)) {
    asker.requireMayAsk(parsed.data)
    return evaluate(ports, parsed.data, isExplained ? asker : undefined)
  }
  for (const [index, item] of parsed.data.entries()) asker.requireMayAsk(item, `[${index}]`)
  const answers: object[] = []
  for (const item of parsed.data) answers.push(await evaluate(ports, item, isExplained ? asker : undefined))
  return answers
}

/** @param explainedTo  absent: the short answer only */
async function evaluate(ports: Ports, asked: z.infer<typeof question>, explainedTo?: Asker): Promise<object> {
  const { principalId, action, scope, isDataAction, subOperation, attributes } = asked
  const questioned: AccessQuestion = {
    ...{ action, scope },
    ...(isDataAction === undefined ? {} : { isDataAction }),
    ...(subOperation === undefined ? {} : { subOperation }),
    ...(attributes === undefined ? {} : { attributes: withoutAbsent(attributes) }),
  }
  const decision = await checkAccess(ports, { principalId }, questioned)
  const short = shortAnswer(decision)
  if (explainedTo === undefined) return short
  const options = { made: decision, asker: explainedTo }
  return { ...short, explanation: await explainDecision(ports, { principalId, ...questioned }, options) }
}

/** Sources that are not there, rather than there and undefined. */
const withoutAbsent = (given: NonNullable<z.infer<typeof question>['attributes']>): Attributes =>
  Object.fromEntries(Object.entries(given).filter(([, named]) => named !== undefined))

/** What the outside surface promises of each answer. */
function shortAnswer(decision: AccessDecision): JsonObject {
  switch (decision.reason) {
    case 'notEnforced': {
      const { mode, refusal } = decision
      return {
        ...{ decision: 'allowed', reason: 'notEnforced', mode },
        ...(refusal === undefined ? {} : { refusal: shortRefusal(refusal) }),
      }
    }
    case 'roleAssignment': {
      const { assignment, role } = decision
      return {
        decision: 'allowed',
        reason: 'roleAssignment',
        role: role.roleName,
        roleAssignment: assignment.name,
        scope: assignment.scope,
      }
    }
    default:
      return { decision: 'denied', ...shortRefusal(decision) }
  }
}

const shortRefusal = ({ reason, deny, findings }: Denied): JsonObject => ({
  reason,
  ...(deny === undefined ? {} : { denyAssignment: deny.name, scope: deny.scope }),
  considered: findings.map(({ assignment: { name, scope }, role, effect }) => ({
    roleAssignment: name,
    scope,
    ...(role === undefined ? {} : { role: role.roleName }),
    effect,
  })),
})
