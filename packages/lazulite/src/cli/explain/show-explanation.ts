/** An explanation for people: the answer and its cause first, then why, then what would change it; at most 80 columns. */
import { assignmentCommand } from '../../domain/rbac/explain/assignment-command.js'
import type { Explanation } from '../../domain/rbac/explain/explanation.js'
import type { Paint } from '../output/colour.js'
import { facts, wrapped } from '../output/table.js'

export interface ShowOptions {
  readonly paint: Paint
  /** Columns; ids and commands are never cut, whatever their length. */
  readonly width: number
}

export function explanationLines(explanation: Explanation, options: ShowOptions): string[] {
  const { considered, nearMisses, moreNearMisses, hints, deniedBy, rule } = explanation
  const others = considered.filter((one) => !isSame(one, explanation.grantedBy))
  const more = moreNearMisses === 0 ? [] : [`… and ${moreNearMisses} more`]
  return [
    ...headline(explanation, options),
    '',
    ...facts(questionFacts(explanation)).map((line) => `  ${line}`),
    ...section(
      'Denied by',
      deniedBy === undefined ? [] : [`${deniedBy.sentence} (${deniedBy.denyAssignment})`],
      options,
    ),
    ...section('Granted by', grantLines(explanation), options),
    ...section(
      rule.decision === 'allowed' ? 'Other assignments here' : 'Assignments here',
      others.map((one) => [one.sentence, ...conditionLines(one)]),
      options,
    ),
    ...section(
      'About the question',
      nearMisses.filter((one) => !isAboutAssignment(one)).map(({ sentence }) => sentence),
      options,
    ),
    ...section(
      'Near misses',
      [...nearMisses.filter(isAboutAssignment).map(({ sentence }) => sentence), ...more],
      options,
    ),
    ...section(
      'Worth knowing',
      hints.map(({ sentence }) => sentence),
      options,
    ),
    ...remedyLines(explanation, options),
  ]
}

function headline({ decision, summary, reason }: Explanation, { paint, width }: ShowOptions): string[] {
  const [word, colour] =
    decision === 'denied'
      ? (['Denied', 'red'] as const)
      : (['Allowed', reason === 'notEnforced' ? 'yellow' : 'green'] as const)
  return wrapped(`${word}: ${summary}.`, width, '  ').map((line, index) =>
    index === 0 ? `${paint(['bold', colour], `${word}:`)}${line.slice(word.length + 1)}` : line,
  )
}

function questionFacts({ question, principal, groups, mode }: Explanation): (readonly [string, string])[] {
  const { kind, displayName, principalId } = principal
  const who = displayName === principalId ? principalId : `${displayName} (${principalId})`
  return [
    ['principal', kind === 'Unknown' ? `${who}, not in the directory` : who],
    ...(groups.length === 0 ? [] : [['groups', namesOf(groups)] as const]),
    [question.isDataAction ? 'data action' : 'action', question.action],
    ...(question.subOperation === undefined ? [] : [['suboperation', question.subOperation] as const]),
    ['scope', question.scope],
    ...Object.entries(question.attributes ?? {}).flatMap(([source, values]) =>
      Object.entries(values ?? {}).map(
        ([name, value]) => [`@${source}`, `${name} = ${JSON.stringify(value)}`] as const,
      ),
    ),
    ...(mode === 'enforce' ? [] : [['mode', mode] as const]),
  ]
}

const shownGroups = 5

const namesOf = (groups: Explanation['groups']): string => {
  const names = groups.slice(0, shownGroups).map(({ displayName }) => displayName)
  return groups.length > shownGroups ? `${names.join(', ')} and ${groups.length - shownGroups} more` : names.join(', ')
}

function grantLines({ grantedBy }: Explanation): Entry[] {
  if (grantedBy === undefined) return []
  return [[`${grantedBy.sentence} (${grantedBy.roleAssignment})`, ...conditionLines(grantedBy)]]
}

const conditionLines = ({ condition, conditionDetail }: Explanation['considered'][number]): string[] => [
  ...(condition === undefined ? [] : [`condition: ${condition.replaceAll(/\s+/g, ' ').trim()}`]),
  ...(conditionDetail === undefined ? [] : [conditionDetail]),
]

const isAboutAssignment = ({ roleAssignment }: Explanation['nearMisses'][number]): boolean =>
  roleAssignment !== undefined

const isSame = (a: Explanation['considered'][number], b: Explanation['grantedBy']): boolean =>
  a.roleAssignment === b?.roleAssignment && a.scope === b.scope

/** A sentence, and what belongs to it. */
type Entry = string | readonly string[]

/** Nothing without entries. */
function section(title: string, entries: readonly Entry[], { paint, width }: ShowOptions): string[] {
  if (entries.length === 0) return []
  const lines = entries.flatMap((entry) => {
    const [sentence = '', ...details] = typeof entry === 'string' ? [entry] : entry
    return [
      ...wrapped(`- ${sentence}`, width - 2, '  '),
      ...details.flatMap((detail) => wrapped(detail, width - 6, '  ').map((line) => `  ${line}`)),
    ]
  })
  return ['', paint('bold', title), ...lines.map((line) => `  ${line}`)]
}

function remedyLines({ remedies, principal }: Explanation, options: ShowOptions): string[] {
  if (remedies.length === 0) return []
  const [first] = remedies
  const [command, ...rest] =
    first === undefined ? [] : assignmentCommand({ principal, role: first.role, scope: first.scope })
  return [
    ...section(
      'What would allow it',
      remedies.map(({ sentence }) => sentence),
      options,
    ),
    '',
    ...[`  ${command}`, ...rest.map((part) => `    ${part}`)].map((line, index) =>
      index === rest.length ? line : `${line} \\`,
    ),
  ]
}
