/** Deny assignments: few, and asked for by scope only; whom they name is in the record. */
import type { DenyAssignment } from '../../domain/rbac/deny-assignment.js'
import { resourceKey } from '../../domain/resource-id/resource-id.js'
import type { DenyAssignmentReader, DenyAssignmentWriter } from '../../ports/store.js'
import { changeRecorder } from './access-changes.js'
import { caseless } from './keys.js'
import { toRecord } from './record.js'
import type { DenyAssignmentRow } from './schema.js'
import { scopedReader, scopedWriter } from './scoped-records.js'
import type { ReadSession, WriteSession } from './session.js'

const table = 'deny_assignment'

const toRow = (deny: DenyAssignment): DenyAssignmentRow => ({
  scope_key: resourceKey(deny.scope),
  name_key: caseless(deny.name),
  record: toRecord(deny),
})

export const denyAssignmentReader = (session: ReadSession): DenyAssignmentReader =>
  scopedReader<DenyAssignment>(session, table)

export const denyAssignmentWriter = (session: WriteSession): DenyAssignmentWriter =>
  scopedWriter<DenyAssignment>(session, {
    ...{ table, toRow, what: 'deny assignment', touches: 'rules' },
    recorder: changeRecorder(session, 'denyAssignment'),
  })
