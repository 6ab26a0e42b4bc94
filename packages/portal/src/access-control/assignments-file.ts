/**
 * "Download role assignments": the columns of Azure's file ("List Azure role assignments using the Azure portal"), as
 * CSV (RFC 4180) or JSON.
 */
import type { AssignmentRow } from './assignment-rows.js'

const columns = [
  ...['RoleAssignmentId', 'Scope', 'DisplayName', 'SignInName'],
  ...['RoleDefinitionName', 'RoleDefinitionId', 'ObjectId', 'ObjectType'],
] as const

const recordOf = ({ assignment, principal, roleName, roleGuid }: AssignmentRow): readonly string[] => [
  ...[assignment.name, assignment.properties.scope, principal.name],
  ...[principal.type === 'User' ? (principal.detail ?? '') : '', roleName, roleGuid],
  ...[principal.principalId, assignment.properties.principalType],
]

export type FileFormat = 'csv' | 'json'

export function assignmentsFile(rows: readonly AssignmentRow[], format: FileFormat): string {
  const records = rows.map(recordOf)
  if (format === 'csv') return `${[columns, ...records].map((record) => record.map(cell).join(',')).join('\r\n')}\r\n`
  const objects = records.map((record) => Object.fromEntries(columns.map((column, index) => [column, record[index]])))
  return `${JSON.stringify(objects, null, 2)}\n`
}

/** What a spreadsheet would take for a formula is kept a text: names are anybody's choice. */
function cell(text: string): string {
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
