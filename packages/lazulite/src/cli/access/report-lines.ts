/** The access report for people: what was used, what was refused, which roles would do. */
import { isJsonObject, type Json, type JsonObject, textAt } from '../../domain/json.js'
import { assignmentCommand } from '../../domain/rbac/explain/assignment-command.js'
import { shellWord } from '../../domain/shell-word.js'
import { table } from '../output/table.js'
import type { FoundPrincipal } from '../resolve-principal.js'

export interface ReportLook {
  /** Columns of the terminal. */
  readonly width: number
  /** Where the custom role was written; otherwise it is shown. */
  readonly roleFile?: string
}

export function reportLines(principal: FoundPrincipal, report: JsonObject, look: ReportLook): string[] {
  const [used, refused] = [objects(report.used), objects(report.refused)]
  const since = textAt(report, 'since')
  const named = principal.displayName === principal.principalId ? '' : `${principal.displayName}, `
  const head = [
    `${named}${kindOf(principal)} ${principal.principalId}`,
    since === undefined ? 'everything on record' : `since ${minute(since)} UTC`,
  ]
  if (used.length === 0 && refused.length === 0) return [...head, '', 'nothing was asked for']
  return [
    ...head,
    '',
    ...(used.length === 0 ? ['nothing was used'] : [...uses('last use', used, look.width), ...footnotes(used)]),
    ...(refused.length === 0 ? [] : ['', 'refused', ...uses('last try', refused, look.width)]),
    ...(used.length === 0 ? [] : [...roles(report), ...customRole(report, { principal, look })]),
  ]
}

const kindOf = ({ kind }: FoundPrincipal): string =>
  ({ User: 'user', Group: 'group', ServicePrincipal: 'service principal', Unknown: 'unknown principal' })[kind]

const reasons: Readonly<Record<string, string>> = {
  denyAssignment: 'a deny assignment forbids it',
  noAssignment: 'no role is assigned there',
  noMatchingAction: 'no assigned role has it',
  excludedByNotActions: 'a notAction takes it away',
  conditionNotMet: 'a condition is not met',
}

/** Count, time and action; a long action goes on below itself, and so does why it was refused. */
function uses(timeHead: string, all: readonly JsonObject[], width: number): string[] {
  const rows = all.flatMap((use) => {
    const mark = use.letThrough !== undefined ? '*' : ''
    const name = `${textAt(use, 'action') ?? ''}${use.isDataAction === true ? ' (data)' : ''}${mark}`
    const why = strings(use.reasons).map((reason) => `  ${reasons[reason] ?? reason}`)
    const [first = '', ...more] = [...cutAtSlashes(name, width - 27), ...why]
    return [[String(use.count), minute(textAt(use, 'lastTime') ?? ''), first], ...more.map((line) => ['', '', line])]
  })
  return table(['count', `${timeHead} (UTC)`, 'action'], rows, width)
}

const footnotes = (used: readonly JsonObject[]): string[] =>
  used.some(({ letThrough }) => letThrough !== undefined) ? ['* let through: the principal is not enforced'] : []

function roles(report: JsonObject): string[] {
  const smallest = objects(report.smallestRoles)
  if (smallest.length === 0) return ['', 'no built-in role covers it']
  const general = isJsonObject(report.generalRole) ? report.generalRole : undefined
  const isGeneral = (role: JsonObject): boolean => role.roleDefinitionId === general?.roleDefinitionId
  const shown = [...smallest, ...(general === undefined || smallest.some(isGeneral) ? [] : [general])]
  return [
    '',
    ...table(
      ['smallest built-in roles', 'operations'],
      shown.map((role) => [
        `${textAt(role, 'roleName') ?? ''}${isGeneral(role) ? ' (general)' : ''}`,
        String(role.grantedOperations),
      ]),
    ),
  ]
}

function customRole(
  { customRole: role, beyondCustomRoles }: JsonObject,
  { principal, look: { roleFile } }: { readonly principal: FoundPrincipal; readonly look: ReportLook },
): string[] {
  const beyond = objects(beyondCustomRoles).map(
    (use) => `no custom role can grant ${textAt(use, 'action') ?? ''} at ${textAt(use, 'scope') ?? ''}`,
  )
  if (!isJsonObject(role)) return ['', ...beyond]
  const shown =
    roleFile === undefined
      ? ['custom role', ...JSON.stringify(role, null, 2).split('\n')]
      : [
          `custom role in ${roleFile}; make it with:`,
          `  az role definition create --role-definition ${shellWord(`@${roleFile}`)}`,
          ...assignments(principal, role),
        ]
  return ['', ...shown, ...beyond]
}

/** One command for each scope; none for who is gone. */
function assignments(principal: FoundPrincipal, role: JsonObject): string[] {
  const scopes = strings(role.AssignableScopes)
  if (principal.kind === 'Unknown' || scopes.length === 0) return []
  const commands = scopes.flatMap((scope) => {
    const parts = assignmentCommand({ principal, role: textAt(role, 'Name') ?? '', scope })
    return parts.map((part, index) => `${index === 0 ? '  ' : '    '}${part}${index + 1 < parts.length ? ' \\' : ''}`)
  })
  return ['then assign it with:', ...commands]
}

/** `2030-01-01 10:30` of an instant. */
const minute = (instant: string): string => instant.slice(0, 16).replace('T', ' ')

function cutAtSlashes(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const part of text.split(/(?<=\/)/)) {
    if (line.trim() !== '' && line.length + part.length > width) {
      lines.push(line)
      line = `  ${part}`
    } else line += part
  }
  return [...lines, line]
}

const objects = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? value.filter(isJsonObject) : [])
const strings = (value: Json | undefined): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
