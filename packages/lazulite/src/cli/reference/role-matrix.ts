/** Every built-in role against every action that this cloud checks: what `docs/role-matrix.csv` and `.md` hold. */
import { builtInRoleByName, builtInRoles } from '../../domain/rbac/built-in-roles.js'
import { effectOfRole, type RoleEffect } from '../../domain/rbac/least-privilege/effect-of-role.js'
import { smallestRoles } from '../../domain/rbac/least-privilege/smallest-roles.js'
import type { RoleDefinition } from '../../domain/rbac/role.js'
import { implementedActions } from './implemented-actions.js'

const letters: Readonly<Record<RoleEffect, string>> = {
  grants: 'A',
  grantsOnCondition: 'C',
  excludedByNotActions: 'N',
  lacksAction: '',
}

/** One line for each role: name, GUID, a letter for each action. */
export function roleMatrixTable(): string {
  const actions = implementedActions()
  const lines = builtInRoles().map((role) => [
    cell(role.roleName),
    role.roleDefinitionId,
    ...actions.map((action) => letters[effectOfRole(role, { action })]),
  ])
  return `${[['role', 'id', ...actions], ...lines].map((line) => line.join(',')).join('\n')}\n`
}

/** RFC 4180. */
const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

const shownRoles: readonly (readonly [short: string, roleName: string])[] = [
  ['Own', 'Owner'],
  ['Con', 'Contributor'],
  ['Rea', 'Reader'],
  ['UAA', 'User Access Administrator'],
  ['RBA', 'Role Based Access Control Administrator'],
  ['MIC', 'Managed Identity Contributor'],
  ['MIO', 'Managed Identity Operator'],
  ['VMC', 'Virtual Machine Contributor'],
  ['NeC', 'Network Contributor'],
  ['KVA', 'Key Vault Data Access Administrator'],
]

/** For people: the roles that everybody knows, how many others there are, and which one is just enough. */
export function roleMatrixPage(): string {
  const actions = implementedActions()
  const roles = builtInRoles()
  const shown = shownRoles.map(([, name]) => requireRole(name))
  const sections = [...Map.groupBy(actions, (action) => action.split('/')[0] ?? '')].map(([namespace, ofNamespace]) => {
    const rows = ofNamespace.map((action) => [
      `\`${action.slice(namespace.length + 1)}\``,
      ...shown.map((role) => letters[effectOfRole(role, { action })]),
      String(roles.filter((role) => effectOfRole(role, { action }) === 'grants').length),
      smallestRoles([{ action }], roles, { limit: 1 })[0]?.role.roleName ?? 'none',
    ])
    return `## ${namespace}\n\n${markdownTable(['action', ...shownRoles.map(([short]) => short), 'all', 'smallest'], rows)}`
  })
  return `${[intro(roles.length, actions.length), ...sections].join('\n\n')}\n`
}

const intro = (roleCount: number, actionCount: number): string => `# Built-in roles and the actions of this cloud

<!-- written by \`npm run docs\` from the roles and the providers' declarations -->

What Azure's ${roleCount} built-in roles say to each of the ${actionCount} actions that Lazulite checks, computed by the rule that
decides requests. The whole matrix, one line for each role, is [role-matrix.csv](role-matrix.csv); below are the
well-known roles, how many roles of all allow the action, and the smallest of them: the one that grants the fewest of
the known operations, which may well be a role made for one service.

| letter | the role                                             |
| ------ | ---------------------------------------------------- |
| A      | allows the action                                    |
| C      | allows it under a condition, which the role carries  |
| N      | would allow it, but a notAction takes it away        |
|        | says nothing of it                                   |

${shownRoles.map(([short, name]) => `${short} ${name}`).join(' · ')}`

function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heads.map((head, column) => Math.max(3, head.length, ...rows.map((row) => (row[column] ?? '').length)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(heads), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

/** @throws Error when the catalogue has no role of this name */
function requireRole(name: string): RoleDefinition {
  const role = builtInRoleByName(name)
  if (role === undefined) throw new Error(`there is no built-in role ${name}`)
  return role
}
