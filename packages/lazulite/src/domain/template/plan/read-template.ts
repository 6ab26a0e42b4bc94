/**
 * The template's outer shape, before anything in it is evaluated: what must be there, and how much of it there may be.
 * Source: template syntax and limits; the words of a refusal are those of the service's JSON reader.
 */
import { isJsonObject, type Json, type JsonObject } from '../../json.js'
import { entriesOf, memberOf, typeNameOf } from '../expression/template-value.js'
import { pathIn, type Refusals, templatePath } from './refusals.js'

export interface TemplateSections {
  /** `resources` is an object by symbolic name. */
  readonly isSymbolic: boolean
  readonly definitions: JsonObject
  readonly parameters: JsonObject
  readonly variables: JsonObject
  readonly functions: readonly Json[]
  readonly resources: readonly DeclaredResource[]
  readonly outputs: JsonObject
}

export interface DeclaredResource {
  readonly raw: JsonObject
  readonly path: string
  readonly symbolicName?: string
}

const limits = { parameters: 256, variables: 256, outputs: 64 } as const

/** Resources of a template, loops expanded. */
export const maximumResources = 800

/** Decision: the text, in the form of the limits the documentation quotes. */
export const limitExceeded = (what: string, limit: number, actual: number): string =>
  `The number of template ${what} limit exceeded. Limit: '${limit}' and actual: '${actual}'. Please see https://aka.ms/arm-template for usage details.`

/** @throws TemplateError `InvalidRequestContent`, `InvalidTemplate` */
export function readTemplate(template: JsonObject, refusals: Refusals): TemplateSections {
  for (const name of ['$schema', 'contentVersion', 'resources']) {
    if ((memberOf(template, name) ?? null) === null) throw refusals.missing(name, templatePath)
  }
  const section = (name: string): JsonObject => objectSection(template, name, refusals)
  const resources = memberOf(template, 'resources') ?? null
  const sections = {
    isSymbolic: isJsonObject(resources),
    definitions: section('definitions'),
    parameters: section('parameters'),
    variables: section('variables'),
    functions: listSection(template, 'functions', refusals),
    resources: declaredResources(resources, pathIn('resources'), refusals),
    outputs: section('outputs'),
  }
  for (const [name, limit] of Object.entries(limits)) {
    const actual = entriesOf(section(name)).length
    if (actual > limit) throw refusals.invalid(limitExceeded(name, limit, actual), pathIn(name))
  }
  return sections
}

function objectSection(template: JsonObject, name: string, refusals: Refusals): JsonObject {
  const value = memberOf(template, name) ?? null
  if (value === null) return {}
  if (isJsonObject(value)) return value
  throw refusals.malformed(unexpected(value, 'Object'), pathIn(name))
}

function listSection(template: JsonObject, name: string, refusals: Refusals): readonly Json[] {
  const value = memberOf(template, name) ?? null
  if (value === null) return []
  if (Array.isArray(value)) return value
  throw refusals.malformed(unexpected(value, 'Array'), pathIn(name))
}

/** A list, or an object by symbolic name. */
export function declaredResources(value: Json, path: string, refusals: Refusals): DeclaredResource[] {
  if (isJsonObject(value)) {
    return entriesOf(value).map(([symbolicName, raw]) => {
      const at = `${path}.${symbolicName}`
      if (isJsonObject(raw)) return { raw, path: at, symbolicName }
      throw refusals.malformed(unexpected(raw, 'Object'), at)
    })
  }
  if (!Array.isArray(value)) throw refusals.malformed(unexpected(value, 'Array'), path)
  return value.map((raw: Json, index) => {
    if (isJsonObject(raw)) return { raw, path: `${path}[${index}]` }
    throw refusals.malformed(unexpected(raw, 'Object'), `${path}[${index}]`)
  })
}

/** Decision: the text. */
const unexpected = (value: Json, expected: string): string =>
  `Unexpected token of type '${typeNameOf(value)}' where '${expected}' is expected.`
