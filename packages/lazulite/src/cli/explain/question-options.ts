/** What `lazulite explain` is asked, from the command line: short scopes and attributes become those of the rule. */
import { InvalidArgumentError } from 'commander'
import {
  type AttributeScalar,
  type AttributeSource,
  type Attributes,
  type AttributeValue,
  attributeSources,
} from '../../domain/conditions/attributes.js'
import { usageError } from '../cli-error.js'

/**
 * An id as it is, `GROUP`, or `GROUP/Namespace/type/name…` in the subscription of the server.
 * @throws CliError (2)
 */
export function scopeOf(text: string, subscriptionId: string): string {
  if (text.startsWith('/')) return text
  const [group = '', ...rest] = text.split('/')
  const isId = /^(subscriptions|providers)\//i.test(text)
  const isResource = rest.length >= 3 && rest.length % 2 === 1
  if (isId || group === '' || rest.includes('') || (rest.length > 0 && !isResource)) {
    const meant = isId ? `; did you mean /${text}?` : ''
    throw usageError(`--scope ${text} is neither an id, nor GROUP, nor GROUP/Namespace/type/name${meant}`)
  }
  const scope = `/subscriptions/${subscriptionId}/resourceGroups/${group}`
  return rest.length === 0 ? scope : `${scope}/providers/${rest.join('/')}`
}

interface NamedValue {
  readonly source: AttributeSource
  readonly name: string
  readonly value: AttributeValue
}

/**
 * `request:NAME=text`, `resource:NAME:=JSON` (a number, a truth value, a list); the same name again makes a list.
 * @throws InvalidArgumentError (a usage error)
 */
export function addAttribute(text: string, before: Attributes = {}): Attributes {
  const { source, name, value } = parseAttribute(text)
  const known = before[source]?.[name]
  const joined = known === undefined ? value : [known, value].flat()
  return { ...before, [source]: { ...before[source], [name]: joined } }
}

function parseAttribute(text: string): NamedValue {
  const [, prefix = '', name = '', isJson, value = ''] = /^(\w+):(.+?)(:?)=(.*)$/s.exec(text) ?? []
  const source = attributeSources.find((known) => known === prefix.toLowerCase())
  if (source === undefined || name === '')
    throw new InvalidArgumentError(`must be SOURCE:NAME=VALUE; SOURCE is one of ${attributeSources.join(', ')}`)
  return { source, name, value: isJson === ':' ? parseValue(value) : value }
}

function parseValue(text: string): AttributeValue {
  const isScalar = (value: unknown): value is AttributeScalar =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // said below
  }
  if (isScalar(value) || (Array.isArray(value) && value.every(isScalar))) return value
  throw new InvalidArgumentError(':= takes JSON: a text, a number, true, false, or a list of them')
}
