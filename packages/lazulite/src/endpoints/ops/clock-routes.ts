/** `/_lazulite/clock`: what time it is in the cloud, and moving it forward, so that tests of waiting need not wait. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { ArmError } from '../../domain/errors/arm-error.js'
import type { JsonObject } from '../../domain/json.js'
import type { Caller } from '../../domain/token/caller.js'
import { advanceClock, longestStep } from '../../operations/move-clock.js'
import type { MovableClock } from '../../ports/clock.js'
import type { Ports } from '../../ports/ports.js'

export interface ClockRoutes {
  readonly ports: Ports
  /** Absent: controls are not allowed. */
  readonly clock: MovableClock | undefined
  readonly callerOf: (authorization: string | undefined) => Promise<Caller>
}

const step = z.strictObject({ advance: z.number().positive().max(longestStep) })

/** Adds the routes to an instance that lets only the operator in. */
export function addClockRoutes(app: FastifyInstance, { ports, clock, callerOf }: ClockRoutes): void {
  const requireClock = (method: string): MovableClock => {
    if (clock !== undefined) return clock
    throw new ArmError('NotImplemented', { what: `${method} /_lazulite/clock without --allow-controls` })
  }
  app.get('/_lazulite/clock', async () => describe(requireClock('GET')))
  app.post('/_lazulite/clock', async (request) => {
    const movable = requireClock('POST')
    const parsed = step.safeParse(request.body)
    if (!parsed.success) {
      throw new ArmError('InvalidRequestContent', { detail: z.prettifyError(parsed.error).replaceAll(/\s+/g, ' ') })
    }
    const caller = await callerOf(request.headers.authorization)
    await advanceClock(ports, movable, { caller, seconds: parsed.data.advance })
    return describe(movable)
  })
}

const describe = (clock: MovableClock): JsonObject => ({
  now: new Date(clock.nowMillis()).toISOString(),
  aheadSeconds: clock.lead() / 1000,
})
