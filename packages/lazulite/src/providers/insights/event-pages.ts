/** Pages of an activity log. A token names the last event of the page before, so that new events shift nothing. */
import { ArmError } from '../../domain/errors/arm-error.js'
import type { ActivityQuery } from '../../ports/store.js'

/** Decision: more than the az command shows at once. */
const pageSize = 200
const mostOnRequest = 1000

type Place = NonNullable<ActivityQuery['after']>

/** @throws ArmError `BadRequest` */
export function readPage(query: ReadonlyMap<string, string>): { readonly limit: number; readonly after?: Place } {
  const top = query.get('$top')
  const limit = top === undefined ? pageSize : Number(top)
  if (!Number.isInteger(limit) || limit < 1) {
    throw new ArmError('BadRequest', { detail: '$top must be a whole number above 0.' })
  }
  const token = query.get('$skiptoken')
  return { limit: Math.min(limit, mostOnRequest), ...(token === undefined ? {} : { after: readToken(token) }) }
}

export const skipToken = ({ time, sequence }: Place): string => Buffer.from(`${time}/${sequence}`).toString('base64url')

function readToken(token: string): Place {
  const match = /^(\d{1,15})\/(\d{1,15})$/.exec(Buffer.from(token, 'base64url').toString())
  if (match === null) throw new ArmError('BadRequest', { detail: 'The $skiptoken is not valid.' })
  return { time: Number(match[1]), sequence: Number(match[2]) }
}
