/** The operations of a running deployment, written down as they happen: what clients list and what a restart goes on from. */

import { createHash } from 'node:crypto'
import type { Resource } from '../../domain/arm-resource/resource.js'
import type { ErrorDetail } from '../../domain/errors/arm-error.js'
import { statusName } from '../../domain/errors/status-name.js'
import type { Ports } from '../../ports/ports.js'
import type { Tx } from '../../ports/store.js'
import { stampResource } from '../stamp-resource.js'
import {
  type DeploymentOperationBody,
  deploymentBody,
  deploymentOperationType,
  operationBody,
  operationRecordId,
  stateOf,
  storedState,
  toStored,
} from './deployment-record.js'

export interface JournalEntry {
  /** Of the planned resource. */
  readonly key: string
  readonly kind: DeploymentOperationBody['provisioningOperation']
  readonly target: { readonly id: string; readonly type: string; readonly name: string }
}

export interface Journal {
  /** How an operation of an earlier part of this run ended; `undefined` when it did not. */
  outcome(key: string): { readonly succeeded: boolean; readonly error: ErrorDetail | undefined } | undefined
  begin(entry: JournalEntry): Promise<void>
  end(entry: JournalEntry, how: { readonly status: number; readonly error?: ErrorDetail }): Promise<void>
}

export async function openJournal(ports: Ports, deployment: Resource): Promise<Journal> {
  const stored = await ports.store.read.resources.list({ scope: deployment.id, type: deploymentOperationType })
  const records = new Map(stored.map((record) => [operationBody(record).key, record]))
  const { runId } = deploymentBody(deployment)

  const write = async (body: DeploymentOperationBody, state: 'Running' | 'Succeeded' | 'Failed'): Promise<void> => {
    const record = await ports.store.transaction(async (tx) => {
      const current = await tx.resources.get(deployment.id)
      // Its group may have been deleted: nothing is written below what is gone.
      if (current === undefined || deploymentBody(current).runId !== runId) return undefined
      return putOperation(tx, ports, { deployment: current, body, state, name: operationId(runId, body.key) })
    })
    if (record !== undefined) records.set(body.key, record)
  }

  return {
    outcome(key) {
      const record = records.get(key)
      if (record === undefined || stateOf(record) === 'Running') return undefined
      return { succeeded: stateOf(record) === 'Succeeded', error: errorIn(operationBody(record)) }
    },
    async begin({ key, kind, target }) {
      const before = records.get(key)
      if (before !== undefined) return // a restart goes on with what had begun
      await write(
        {
          key,
          provisioningOperation: kind,
          startedAt: ports.clock.nowMillis(),
          trackingId: ports.ids.guid('tracking'),
          targetResource: { id: target.id, resourceType: target.type, resourceName: target.name },
        },
        'Running',
      )
    },
    async end({ key }, { status, error }) {
      const before = records.get(key)
      if (before === undefined) return
      await write(
        {
          ...operationBody(before),
          endedAt: ports.clock.nowMillis(),
          serviceRequestId: ports.ids.guid('request'),
          statusCode: statusName(status),
          ...(error === undefined ? {} : { statusMessage: statusMessage(error) }),
        },
        error === undefined ? 'Succeeded' : 'Failed',
      )
    },
  }
}

/** Failed long-running operations say so before their error (recorded). */
const statusMessage = (error: ErrorDetail) =>
  error.code === 'ResourceDeploymentFailure' ? { status: 'Failed', error } : { error }

// Written by `statusMessage` alone.
const errorIn = ({ statusMessage }: DeploymentOperationBody): ErrorDetail | undefined =>
  statusMessage?.error as ErrorDetail | undefined

/** 16 digits, the same for the same resource of a run. */
const operationId = (runId: string, key: string): string =>
  createHash('sha256').update(`${runId}${key}`).digest('hex').slice(0, 16).toUpperCase()

export async function putOperation(
  tx: Tx,
  ports: Ports,
  parts: {
    readonly deployment: Resource
    readonly name: string
    readonly body: DeploymentOperationBody
    readonly state: 'Running' | 'Succeeded' | 'Failed'
  },
): Promise<Resource> {
  const { deployment, name, body, state } = parts
  const id = operationRecordId(deployment.id, name)
  const existing = await tx.resources.get(id)
  const stamp = stampResource(ports)
  const record: Resource = {
    ...{ id, name, type: deploymentOperationType, subscriptionId: deployment.subscriptionId },
    ...(deployment.resourceGroup === undefined ? {} : { resourceGroup: deployment.resourceGroup }),
    provisioningState: storedState(state),
    body: toStored(body),
    createdAt: existing?.createdAt ?? stamp.changedAt,
    ...stamp,
  }
  await (existing === undefined ? tx.resources.insert(record) : tx.resources.update(record))
  return record
}
