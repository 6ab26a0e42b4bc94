/** `reference()` and `list*()` of a running deployment: the caller's own GET and POST. */
import { isJsonObject } from '../../domain/json.js'
import type { TemplateRuntime } from '../../domain/template/deployment-plan.js'
import type { Caller } from '../../domain/token/caller.js'
import type { ArmCalls } from '../../ports/arm-calls.js'
import { requireSuccess } from './arm-failure.js'
import { pathOfId } from './resource-address.js'

export interface RuntimeParts {
  readonly arm: ArmCalls
  readonly caller: Caller
  readonly correlationId: string
}

/** Its functions reject with ArmFailure. */
export function templateRuntime({ arm, caller, correlationId }: RuntimeParts): TemplateRuntime {
  return {
    async reference(id, apiVersion, full) {
      const path = pathOfId(id)
      const version = apiVersion ?? arm.newestApiVersion(typeOf(id)) ?? ''
      const { body } = requireSuccess(
        await arm.call({ caller, correlationId, method: 'GET', path, apiVersion: version }),
      )
      if (!isJsonObject(body)) return {}
      return full ? body : (body.properties ?? {})
    },
    async list(functionName, id, apiVersion, body) {
      const path = `${pathOfId(id)}/${functionName}`
      const call = { caller, correlationId, method: 'POST', path, apiVersion } as const
      const answer = requireSuccess(await arm.call(body === undefined ? call : { ...call, body }))
      return answer.body ?? null
    },
  }
}

function typeOf(id: string): string {
  const [namespace = '', ...rest] = id
    .slice(id.toLowerCase().lastIndexOf('/providers/') + '/providers/'.length)
    .split('/')
  return [namespace, ...rest.filter((_, index) => index % 2 === 0)].join('/')
}
