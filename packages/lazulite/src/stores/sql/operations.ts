/** Long-running operations that clients poll, oldest first. */
import type { ArmOperation } from '../../domain/arm-resource/resource.js'
import type { OperationReader, OperationWriter } from '../../ports/store.js'
import { caseless } from './keys.js'
import { fromOptionalRecord, fromRecord, toRecord } from './record.js'
import type { ReadSession } from './session.js'

export function operationReader({ db }: ReadSession): OperationReader {
  return {
    async get(operationId) {
      const row = await db()
        .selectFrom('operation')
        .select('record')
        .where('operation_key', '=', caseless(operationId))
        .executeTakeFirst()
      return fromOptionalRecord<ArmOperation>(row)
    },

    async list({ status }) {
      const rows = await db()
        .selectFrom('operation')
        .select('record')
        .where('status', '=', status)
        .orderBy('started_at')
        .orderBy('operation_key')
        .execute()
      return rows.map(fromRecord<ArmOperation>)
    },
  }
}

export function operationWriter(session: ReadSession): OperationWriter {
  const { db } = session
  return {
    ...operationReader(session),

    async put(operation) {
      const columns = {
        status: operation.status,
        started_at: operation.startedAt,
        ended_at: operation.endedAt ?? null,
        record: toRecord(operation),
      }
      await db()
        .insertInto('operation')
        .values({ operation_key: caseless(operation.operationId), ...columns })
        .onConflict((conflict) => conflict.column('operation_key').doUpdateSet(columns))
        .execute()
    },

    async deleteEndedBefore(time) {
      const { numDeletedRows } = await db()
        .deleteFrom('operation')
        .where('ended_at', '<', time)
        .executeTakeFirstOrThrow()
      return Number(numDeletedRows)
    },
  }
}
