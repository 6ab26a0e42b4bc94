/**
 * Complete mode: what the group has and the template does not name is deleted, as the caller, after everything else has
 * been written. Children go with their parents, not by themselves; deployments stay.
 *
 * Order: what others still need refuses to go, so the refused are tried again once something else has gone.
 */
import type { Resource } from '../../domain/arm-resource/resource.js'
import { ArmError, type ErrorDetail } from '../../domain/errors/arm-error.js'
import { isWithinScope, parseResourceId, resourceKey } from '../../domain/resource-id/resource-id.js'
import type { Ports } from '../../ports/ports.js'
import { requireUnlocked } from '../require-unlocked.js'
import { ArmFailure, requireSuccess } from './arm-failure.js'
import { scopeOfDeployment } from './begin-deployment.js'
import { deploymentBody } from './deployment-record.js'
import { pathOfId } from './resource-address.js'
import { type Run, requireWanted } from './run-deployment.js'
import { waitForResource } from './wait-for-resource.js'

/** @returns what could not be deleted. @throws RunStopped */
export async function deleteUnnamed(run: Run): Promise<ErrorDetail[]> {
  let left = await unnamed(run)
  for (;;) {
    await requireWanted(run)
    const outcomes = await Promise.all(left.map(async (resource) => ({ resource, error: await remove(run, resource) })))
    const refused = outcomes.filter(({ error }) => error !== undefined)
    if (refused.length === 0 || refused.length === left.length) {
      await Promise.all(refused.map(({ resource, error }) => recordRefusal(run, resource, error)))
      return refused.flatMap(({ error }) => (error === undefined ? [] : [error]))
    }
    left = refused.map(({ resource }) => resource)
  }
}

async function unnamed({ ports, arm, plan, deployment }: Run): Promise<Resource[]> {
  const inGroup = await ports.store.read.resources.list({ scope: scopeOfDeployment(deployment.id) })
  const named = plan.resources.map(({ id }) => pathOfId(id))
  const isNamed = (id: string): boolean => named.some((name) => isWithinScope(name, id))
  const candidates = inGroup.filter(
    ({ id, type, body }) =>
      arm.isTracked(type) &&
      parseResourceId(id).types.length === 1 &&
      !isNamed(id) &&
      // The disks of a machine are the machine's.
      !(typeof body.managedBy === 'string' && isNamed(body.managedBy)),
  )
  const unlocked = await Promise.all(candidates.map(async ({ id }) => !(await isLocked(ports, id))))
  return candidates.filter((_, index) => unlocked[index])
}

/** What is locked stays, and the deployment succeeds all the same (Azure's page on deployment modes). */
async function isLocked({ store }: Ports, id: string): Promise<boolean> {
  try {
    await requireUnlocked(store.read, { id, operation: 'delete' })
    return false
  } catch (error) {
    if (error instanceof ArmError && error.code === 'ScopeLocked') return true
    throw error
  }
}

const entryOf = ({ id, type, name }: Resource) =>
  ({ key: `delete ${resourceKey(id)}`, kind: 'Delete', target: { id, type, name } }) as const

async function remove(run: Run, resource: Resource): Promise<ErrorDetail | undefined> {
  const { arm, caller, changes, deployment, journal, limit } = run
  const { correlationId } = deploymentBody(deployment)
  const { id: path, type } = resource
  const apiVersion = arm.newestApiVersion(type) ?? ''
  if (journal.outcome(entryOf(resource).key)?.succeeded === true) return undefined
  await journal.begin(entryOf(resource))
  try {
    const answer = await limit(() => arm.call({ caller, correlationId, method: 'DELETE', path, apiVersion }))
    requireSuccess(answer)
    if (answer.headers['azure-asyncoperation'] !== undefined) {
      await waitForResource({ arm, changes, caller, correlationId, path, apiVersion }, answer)
    }
    await journal.end(entryOf(resource), { status: answer.status })
    return undefined
  } catch (error) {
    if (error instanceof ArmFailure) return error.error
    throw error
  }
}

const recordRefusal = ({ journal }: Run, resource: Resource, error: ErrorDetail | undefined): Promise<void> =>
  journal.end(entryOf(resource), { status: 409, ...(error === undefined ? {} : { error }) })
