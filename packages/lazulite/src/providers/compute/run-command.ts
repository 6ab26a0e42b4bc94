/**
 * `POST …/runCommand`: a script runs inside the machine, and the operation tells what it said.
 *
 * Document and message: recorded with Azure SDK for Java, 2020-12-01; the two statuses of Windows: Azure/azure-cli#6898.
 * A script that fails is none of the operation's business (Azure/azure-cli#14425; Decision: on Windows neither). Machines
 * with a Windows image run PowerShell where the host has it. Decision: the texts of refusals, after those of Compute's pages.
 */
import type { Resource } from '../../domain/arm-resource/resource.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.js'
import { isSameResource } from '../../domain/resource-id/resource-id.js'
import { requireResource } from '../../operations/require-resource.js'
import { guestScriptKind } from '../../operations/run-guest-scripts.js'
import type { GuestScript } from '../../ports/compute.js'
import type { Tx } from '../../ports/store.js'
import type { ArmRequest, ArmResponse } from '../define.js'
import { acceptedHeaders, startOperation } from './compute-operation.js'
import { requireNotDeleting } from './vm-access.js'
import { osTypeOf, vmRecordOf } from './vm-record.js'

/** As long as Azure lets a script run: 90 minutes. */
const timeoutMillis = 90 * 60 * 1000

export const runCommand = (request: ArmRequest): Promise<ArmResponse> =>
  runOn(request, (tx) => requireResource(tx, request.target))

/** @param find  the machine, in the transaction that starts the operation */
export async function runOn(request: ArmRequest, find: (tx: Tx) => Promise<Resource>): Promise<ArmResponse> {
  const { ports } = request
  const { guestScripts } = ports
  if (guestScripts === undefined) {
    throw new ArmError('NotImplemented', { what: 'POST runCommand on a host whose machines run no programs' })
  }
  const started = await ports.store.transaction(async (tx) => {
    const machine = await find(tx)
    requireNotDeleting(machine)
    const { vmId, powerState, properties } = vmRecordOf(machine)
    const script = readScript(request.body ?? {}, osTypeOf(properties))
    if (powerState !== 'running' || machine.provisioningState === 'Creating') {
      throw new ArmError('OperationNotAllowed', {
        detail: 'The operation requires the VM to be running (or set to run).',
      })
    }
    const running = await tx.operations.list({ status: 'InProgress' })
    if (running.some(({ kind, subject }) => kind === guestScriptKind && isSameResource(subject, machine.id))) {
      throw new ArmError('Conflict', {
        detail:
          'Run command extension execution is in progress. Please wait for completion before invoking a run command.',
      })
    }
    return { vmId, script, operation: await startOperation(tx, request, { kind: guestScriptKind, subject: machine }) }
  })
  guestScripts.start(started.operation.operationId, started.vmId, started.script)
  return { status: 202, headers: acceptedHeaders(request, started.operation) }
}

const commandOf = { Linux: 'RunShellScript', Windows: 'RunPowerShellScript' } as const
const interpreterOf = { Linux: 'sh', Windows: 'pwsh' } as const

/** @throws ArmError `InvalidParameter` */
function readScript(body: JsonObject, osType: 'Linux' | 'Windows'): GuestScript {
  const { commandId, script, parameters } = body
  if (typeof commandId !== 'string' || commandId === '') throw invalid('commandId', missing('commandId'))
  if (commandId.toLowerCase() !== commandOf[osType].toLowerCase()) {
    throw invalid(
      'commandId',
      `The value '${commandId}' of parameter 'commandId' is not supported for ${osType}: '${commandOf[osType]}' is.`,
    )
  }
  const lines: readonly Json[] = Array.isArray(script) ? script : []
  if (lines.length === 0) throw invalid('script', missing('script'))
  if (!lines.every((line) => typeof line === 'string')) {
    throw invalid('script', "The value of parameter 'script' must be a list of lines.")
  }
  const given = readParameters(parameters)
  return {
    script: `${lines.join('\n')}\n`,
    interpreter: interpreterOf[osType],
    arguments: given.map(({ value }) => value),
    variables: Object.fromEntries(
      given.filter(({ name }) => /^[a-z_]\w*$/i.test(name)).map(({ name, value }) => [name, value]),
    ),
    timeoutMillis,
  }
}

function readParameters(parameters: Json | undefined): readonly { readonly name: string; readonly value: string }[] {
  const list: readonly Json[] = Array.isArray(parameters) ? parameters : []
  return list.map((parameter) => {
    const { name, value } = isJsonObject(parameter) ? parameter : {}
    if (typeof name !== 'string' || typeof value !== 'string') {
      throw invalid('parameters', "Each of the 'parameters' must have a 'name' and a 'value'.")
    }
    return { name, value }
  })
}

const missing = (name: string): string => `Required parameter '${name}' is missing (null).`
const invalid = (target: string, detail: string): ArmError => new ArmError('InvalidParameter', { detail }, { target })

/** What the operation shows of a script that has ended: one status on Linux, one for each output on Windows. */
export function renderOutput({ interpreter, stdout, stderr }: JsonObject): JsonObject {
  const status = { level: 'Info', displayStatus: 'Provisioning succeeded' }
  if (interpreter === 'pwsh') {
    return {
      value: [
        { code: 'ComponentStatus/StdOut/succeeded', ...status, message: String(stdout) },
        { code: 'ComponentStatus/StdErr/succeeded', ...status, message: String(stderr) },
      ],
    }
  }
  const message = `Enable succeeded: \n[stdout]\n${String(stdout)}\n[stderr]\n${String(stderr)}`
  return { value: [{ code: 'ProvisioningState/succeeded', ...status, message }] }
}
