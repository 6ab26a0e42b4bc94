/** `POST /_lazulite/access/evaluate`: would this principal be allowed? Answers one question or an array of them. */
import { z } from 'zod'
import { ArmError } from '../../domain/errors/arm-error.js'
import type { JsonObject } from '../../domain/json.js'
import { checkAccess } from '../../operations/check-access.js'
import type { Ports } from '../../ports/ports.js'

const question = z.strictObject({
  principalId: z.string().min(1),
  action: z.string().min(1),
  isDataAction: z.boolean().optional(),
  scope: z.string().startsWith('/'),
})
const questions = z.union([question, z.array(question).max(10_000)])

/** @throws ArmError `InvalidRequestContent`; `NotImplemented` for attributes, which conditions would need */
export async function evaluateAccessBody(ports: Ports, body: unknown): Promise<JsonObject | JsonObject[]> {
  if (mentionsAttributes(body))
    throw new ArmError('NotImplemented', { what: 'attributes and subOperation in access questions' })
  const parsed = questions.safeParse(body)
  if (!parsed.success) {
    throw new ArmError('InvalidRequestContent', { detail: z.prettifyError(parsed.error).replaceAll(/\s+/g, ' ') })
  }
  if (!Array.isArray(parsed.data)) return evaluate(ports, parsed.data)
  return Promise.all(parsed.data.map((item) => evaluate(ports, item)))
}

const mentionsAttributes = (body: unknown): boolean =>
  (Array.isArray(body) ? body : [body]).some(
    (item) => typeof item === 'object' && item !== null && ('attributes' in item || 'subOperation' in item),
  )

async function evaluate(ports: Ports, asked: z.infer<typeof question>): Promise<JsonObject> {
  const { principalId, action, scope, isDataAction } = asked
  const decision = await checkAccess(
    ports,
    { principalId },
    { action, scope, ...(isDataAction === undefined ? {} : { isDataAction }) },
  )
  if (decision.reason === 'notEnforced') return { decision: 'allowed', reason: 'notEnforced', mode: decision.mode }
  if (decision.allowed) {
    const { assignment, role } = decision
    return {
      decision: 'allowed',
      reason: 'roleAssignment',
      role: role.roleName,
      roleAssignment: assignment.name,
      scope: assignment.scope,
    }
  }
  return {
    decision: 'denied',
    reason: decision.reason,
    considered: decision.findings.map(({ assignment: { name, scope: at } }) => ({ roleAssignment: name, scope: at })),
  }
}
