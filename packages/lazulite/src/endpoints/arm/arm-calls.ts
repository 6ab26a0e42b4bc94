/**
 * The cloud's own calls to Resource Manager (`ports/arm-calls.ts`): the steps of a client's request from the subscription
 * on, without a token and without a network. Decision: bodies are written and read as JSON here too, so that nothing
 * that a client could not send gets through.
 */
import { regions } from '../../domain/arm-resource/location.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import type { JsonObject } from '../../domain/json.js'
import { armHost } from '../../domain/public-names.js'
import type { ArmCall, ArmCallAnswer, ArmCalls } from '../../ports/arm-calls.js'
import type { ArmResponse, ResourceTypeDefinition } from '../../providers/define.js'
import { parseArmPath } from './arm-path.js'
import { publicCloud } from './cloud-metadata.js'
import { type ArmDependencies, type ArmParts, admit, carryOut, type IncomingRequest } from './handle-request.js'
import type { Registry } from './registry.js'
import { toErrorAnswer, toErrorBody, unexpectedError } from './write-answer.js'

export function createArmCalls(parts: ArmParts): ArmCalls {
  const calls: ArmCalls = {
    async call(call) {
      const work = async (): Promise<ArmResponse> => {
        const incoming = toIncoming(deps, call)
        return carryOut(deps, incoming, await admitted(deps, incoming, call))
      }
      return toCallAnswer(await answerOrRefusal(deps, call, work))
    },
    async examine(call) {
      try {
        const { record } = await admitted(deps, toIncoming(deps, call), { ...call, isOnlyAsked: true })
        record()
        return undefined
      } catch (error) {
        const refusal = asArmError(deps, call, error)
        const { status, key } = refusal
        const isConditional = key === 'ConditionAuthorizationFailed'
        return { status, error: toErrorBody(refusal), ...(isConditional ? { dependsOnBody: true } : {}) }
      }
    },
    newestApiVersion(type) {
      const versions = (deps.registry.type(type)?.apiVersions ?? []).toSorted()
      return versions.findLast((version) => !version.includes('-preview')) ?? versions.at(-1)
    },
    isTracked: (type) => deps.registry.type(type)?.tracked === true,
    describeProvider: (namespace, type) => describeProvider(deps.registry, namespace, type),
    environment: publicCloud(),
  }
  const deps: ArmDependencies = { ...parts, arm: calls }
  return calls
}

const admitted = (
  deps: ArmDependencies,
  incoming: IncomingRequest,
  { path, caller, isOnlyAsked = false }: Pick<ArmCall, 'path' | 'caller'> & { readonly isOnlyAsked?: boolean },
) => admit(deps, incoming, { path: parseArmPath(encodePath(path)), caller, isOnlyAsked })

/**
 * Names may come from templates: whatever is in them, none of it begins a query.
 * @throws ArmError `BadRequest` for half a surrogate pair, which no client could send
 */
function encodePath(path: string): string {
  if (!path.isWellFormed()) throw new ArmError('BadRequest', { detail: 'The request path is not valid Unicode.' })
  return path.split('/').map(encodeURIComponent).join('/')
}

function toIncoming({ ports }: ArmDependencies, call: ArmCall): IncomingRequest {
  return {
    method: call.method,
    url: `${encodePath(call.path)}?api-version=${encodeURIComponent(call.apiVersion)}`,
    header: () => undefined,
    rawBody: call.body === undefined ? undefined : new TextEncoder().encode(JSON.stringify(call.body)),
    origin: `https://${armHost}`,
    requestId: ports.ids.guid('request'),
    correlationId: call.correlationId,
  }
}

async function answerOrRefusal(
  deps: ArmDependencies,
  call: ArmCall,
  work: () => Promise<ArmResponse>,
): Promise<ArmResponse> {
  try {
    return await work()
  } catch (error) {
    return toErrorAnswer(asArmError(deps, call, error))
  }
}

function asArmError({ ports }: ArmDependencies, { method, path, correlationId }: ArmCall, error: unknown): ArmError {
  if (error instanceof ArmError) {
    if (error.status === 501) ports.log.warn({ method, url: path, correlationId }, 'not implemented')
    return error
  }
  ports.log.error({ err: error, method, url: path, correlationId }, 'unexpected arm failure')
  return unexpectedError()
}

function describeProvider(registry: Registry, namespace: string, type: string | undefined): JsonObject | undefined {
  const provider = registry.providers.find((known) => known.namespace.toLowerCase() === namespace.toLowerCase())
  if (provider === undefined) return undefined
  if (type === undefined) return { namespace: provider.namespace, resourceTypes: provider.types.map(describeType) }
  const definition = registry.type(`${namespace}/${type}`)
  return definition === undefined ? undefined : describeType(definition)
}

const describeType = (definition: ResourceTypeDefinition): JsonObject => ({
  resourceType: definition.type.split('/').slice(1).join('/'),
  locations: definition.isGlobal === true ? [] : regions.map(({ displayName }) => displayName),
  apiVersions: definition.apiVersions.toSorted().toReversed(),
})

const toCallAnswer = ({ status, headers = {}, body }: ArmResponse): ArmCallAnswer => ({
  status,
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
  ...(body === undefined ? {} : { body }),
})
