/** `reference()` and `list*()` of a running deployment: the caller's own GET and POST. */
import { isJsonObject } from '../../domain/json.js'
import { resourceKey } from '../../domain/resource-id/resource-id.js'
import type { DeploymentPlan, TemplateRuntime } from '../../domain/template/deployment-plan.js'
import { fullReference } from '../../domain/template/full-reference.js'
import type { Caller } from '../../domain/token/caller.js'
import type { ArmCalls } from '../../ports/arm-calls.js'
import { requireSuccess } from './arm-failure.js'
import { pathOfId } from './resource-address.js'

export interface RuntimeParts {
  readonly arm: ArmCalls
  readonly caller: Caller
  readonly correlationId: string
  readonly plan: Pick<DeploymentPlan, 'resources'>
}

/** Its functions reject with ArmFailure. */
export function templateRuntime({ arm, caller, correlationId, plan }: RuntimeParts): TemplateRuntime {
  const own = new Set(plan.resources.filter(({ isExisting }) => !isExisting).map(({ id }) => resourceKey(pathOfId(id))))
  return {
    async reference(id, apiVersion, full) {
      const path = pathOfId(id)
      const { body } = requireSuccess(await arm.call({ caller, correlationId, method: 'GET', path, apiVersion }))
      const document = isJsonObject(body) ? body : {}
      if (!full) return document.properties ?? {}
      return fullReference({ id: path, document, apiVersion, isTemplateResource: own.has(resourceKey(path)) })
    },
    async list(functionName, id, apiVersion, body) {
      const path = `${pathOfId(id)}/${functionName}`
      const call = { caller, correlationId, method: 'POST', path, apiVersion } as const
      const answer = requireSuccess(await arm.call(body === undefined ? call : { ...call, body }))
      return answer.body ?? null
    },
  }
}
