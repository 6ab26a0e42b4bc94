/**
 * Carries out the deployments that the store says are under way, also those of a process that was killed.
 *
 * It is a job of the background work: each look starts what is not running yet and tells the running ones that something
 * may have changed (a machine is up, a nested deployment has ended).
 */
import { resourceKey } from '../../domain/resource-id/resource-id.js'
import type { Seconds } from '../../domain/time.js'
import { type RunParts, RunStopped, runDeployment } from './run-deployment.js'
import type { Changes } from './wait-for-resource.js'

export interface DeploymentEngine {
  /** Starts what should run; for the list of background jobs. */
  look(): Promise<'done'>
  /** Resolves when the deployment is not under way here, at the latest after `longest`. */
  ended(deploymentId: string, longest: Seconds): Promise<void>
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
  /** Begins nothing more and waits for what is being written. Deployments go on with the next start. */
  close(): Promise<void>
}

/** How long a change that nobody announced can stay unnoticed. */
const longestSilence: Seconds = 1

export function createDeploymentEngine(parts: Omit<RunParts, 'changes' | 'stopping'>): DeploymentEngine {
  const { ports } = parts
  const running = new Map<string, Promise<void>>()
  const stop = new AbortController()
  const changes = watchChanges(ports.clock.after, stop.signal)

  const start = (deploymentId: string): void => {
    const key = resourceKey(deploymentId)
    if (running.has(key) || stop.signal.aborted) return
    const run = runDeployment({ ...parts, changes, stopping: stop.signal }, deploymentId)
      .catch((error: unknown) => {
        if (error instanceof RunStopped) return
        ports.log.error({ err: error, deployment: deploymentId }, 'deployment could not go on')
        ports.clock.after(longestSilence, () => ports.wakeReconciler?.())
      })
      .then(() => {
        running.delete(key)
        // Whatever waits for this deployment, above all the one that it is nested in, looks again.
        changes.announce()
      })
    running.set(key, run)
  }

  const engine: DeploymentEngine = {
    async look() {
      if (stop.signal.aborted) return 'done'
      const underWay = await ports.store.read.operations.list({ status: 'InProgress' })
      for (const { subject } of underWay.filter(({ kind }) => kind === 'deployment')) start(subject)
      changes.announce()
      return 'done'
    },
    async ended(deploymentId, longest) {
      await engine.look()
      const run = running.get(resourceKey(deploymentId))
      if (run === undefined) return
      let cancel = () => {}
      const enough = new Promise<void>((resolve) => {
        cancel = ports.clock.after(longest, resolve)
      })
      await Promise.race([run, enough])
      cancel()
    },
    async idle() {
      while (running.size > 0) await Promise.all(running.values())
    },
    async close() {
      stop.abort()
      changes.announce()
      await engine.idle()
    },
  }
  return engine
}

interface WatchedChanges extends Changes {
  announce(): void
}

function watchChanges(after: (delay: Seconds, f: () => void) => () => void, stopping: AbortSignal): WatchedChanges {
  let count = 0
  let waiting: (() => void)[] = []
  return {
    get count() {
      return count
    },
    announce() {
      count++
      const woken = waiting
      waiting = []
      for (const wake of woken) wake()
    },
    async after(seen) {
      if (stopping.aborted) throw new RunStopped('closing')
      if (count > seen) return
      let cancel = () => {}
      await new Promise<void>((resolve) => {
        waiting.push(resolve)
        cancel = after(longestSilence, resolve)
      })
      cancel()
      if (stopping.aborted) throw new RunStopped('closing')
    },
  }
}
