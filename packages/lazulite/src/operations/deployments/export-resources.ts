/**
 * Resources as a template that would make them again (`POST {group}/exportTemplate`).
 *
 * Shape: recorded 2020-10-01 (`az group export`), OpenAPI example `ExportResourceGroup` 2021-04-01. Names become
 * parameters (`virtualNetworks_vnet1_name`), ids of exported resources `resourceId()` and a dependency, other ids
 * parameters (`…_externalid`); the options switch these off.
 */
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.js'
import { isWithinScope, parseResourceId, resourceKey, resourceTypeOf } from '../../domain/resource-id/resource-id.js'

export interface ExportedResource {
  readonly id: string
  readonly type: string
  readonly apiVersion: string
  /** Its writable part. */
  readonly body: JsonObject
}

export interface ExportOptions {
  readonly withNames: boolean
  readonly withExternalIds: boolean
  readonly withDefaults: boolean
  readonly withComments: boolean
}

/** The comma-separated `options` of a request; unknown words mean nothing. */
export function parseExportOptions(text: string | undefined): ExportOptions {
  const words = new Set((text ?? '').toLowerCase().split(/[\s,]+/))
  const skipsAll = words.has('skipallparameterization')
  return {
    withNames: !skipsAll && !words.has('skipresourcenameparameterization'),
    withExternalIds: !skipsAll,
    withDefaults: words.has('includeparameterdefaultvalue'),
    withComments: words.has('includecomments'),
  }
}

export function exportResources(resources: readonly ExportedResource[], options: ExportOptions): JsonObject {
  const names = new Names(resources, options)
  const exported = resources.map((resource) => exportOne(resource, names, options))
  return {
    $schema: 'https://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: names.parameters(),
    variables: {},
    resources: exported,
  }
}

function exportOne({ id, type, apiVersion, body }: ExportedResource, names: Names, options: ExportOptions): JsonObject {
  const dependsOn = new Set<string>()
  const parent = names.parentOf(id)
  if (parent !== undefined) dependsOn.add(parent)
  const { location, tags, sku, kind, ...rest } = generalised(withoutOwnIds(body, id), names, dependsOn)
  return {
    ...(options.withComments ? { comments: `Generalized from resource: '${id}'.` } : {}),
    ...{ type, apiVersion },
    name: names.nameOf(id),
    ...(location === undefined ? {} : { location }),
    ...(tags === undefined || isEmpty(tags) ? {} : { tags }),
    ...(dependsOn.size === 0 ? {} : { dependsOn: [...dependsOn] }),
    ...(sku === undefined ? {} : { sku }),
    ...(kind === undefined ? {} : { kind }),
    ...rest,
  }
}

const isEmpty = (value: Json): boolean => isJsonObject(value) && Object.keys(value).length === 0

/** The ids of a resource's own parts are read-only. */
function withoutOwnIds(members: JsonObject, owner: string): JsonObject {
  const isOwn = (name: string, value: Json | undefined): boolean =>
    name === 'id' && typeof value === 'string' && isWithinScope(value, owner)
  const cleaned = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(cleaned)
    return isJsonObject(value) ? withoutOwnIds(value, owner) : value
  }
  const kept = Object.entries(members).filter(([name, value]) => value !== undefined && !isOwn(name, value))
  return Object.fromEntries(kept.map(([name, value]) => [name, cleaned(value ?? null)]))
}

function generalised(members: JsonObject, names: Names, dependsOn: Set<string>): JsonObject {
  const general = (value: Json): Json => {
    if (typeof value === 'string') return textOf(value, names, dependsOn)
    if (Array.isArray(value)) return value.map(general)
    return isJsonObject(value) ? generalised(value, names, dependsOn) : value
  }
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => {
      const key = name.startsWith('/subscriptions/') ? `[${inner(textOf(name, names, dependsOn))}]` : name
      return [key, general(value ?? null)]
    }),
  )
}

/** An expression without its brackets, or a text as a literal of the template language. */
const inner = (text: string): string => (/^\[[^[].*\]$/s.test(text) ? text.slice(1, -1) : literal(text))

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

function textOf(text: string, names: Names, dependsOn: Set<string>): string {
  if (!text.startsWith('/subscriptions/')) return text.startsWith('[') ? `[${text}` : text
  const reference = names.referenceTo(text)
  if (reference === undefined) return names.externalId(text)
  dependsOn.add(reference.owner)
  return reference.expression
}

/** What stands for names and ids, and the parameters that this takes. */
class Names {
  readonly #exported: ReadonlyMap<string, ExportedResource>
  readonly #options: ExportOptions
  readonly #parameters = new Map<string, JsonObject>()

  constructor(resources: readonly ExportedResource[], options: ExportOptions) {
    this.#exported = new Map(resources.map((resource) => [resourceKey(resource.id), resource]))
    this.#options = options
  }

  parameters(): JsonObject {
    return Object.fromEntries(this.#parameters)
  }

  nameOf(id: string): string {
    const parts = this.#nameParts(id)
    if (parts.length === 1) {
      const [only = ''] = parts
      return only.startsWith("'") ? parseResourceId(id).names.join('/') : `[${only}]`
    }
    const isLiteral = parts.every((part) => part.startsWith("'"))
    return isLiteral ? parseResourceId(id).names.join('/') : `[concat(${parts.join(", '/', ")})]`
  }

  /** Expression of the exported resource that this one is inside of. */
  parentOf(id: string): string | undefined {
    const { names } = parseResourceId(id)
    if (names.length < 2) return undefined
    const parent = this.#exported.get(resourceKey(id.split('/').slice(0, -2).join('/')))
    return parent === undefined ? undefined : this.#expression(parent.id)
  }

  /** For the id of an exported resource or of a part of one. */
  referenceTo(id: string): { readonly expression: string; readonly owner: string } | undefined {
    for (let segments = id.split('/'); segments.length > 8; segments = segments.slice(0, -2)) {
      const owner = this.#exported.get(resourceKey(segments.join('/')))
      if (owner === undefined) continue
      // Names as the owner spells them: the same parameter stands for both.
      const below = id.split('/').slice(segments.length)
      return { expression: this.#expression([owner.id, ...below].join('/')), owner: this.#expression(owner.id) }
    }
    return undefined
  }

  externalId(id: string): string {
    if (!this.#options.withExternalIds) return id
    const parsed = parseResourceId(id)
    return `[${this.#parameter(`${parsed.types.at(-1)}_${parsed.names.join('_')}_externalid`, id)}]`
  }

  #expression(id: string): string {
    const type = resourceTypeOf(parseResourceId(id))
    return `[resourceId('${type}', ${this.#nameParts(id).join(', ')})]`
  }

  /** One expression for each name. */
  #nameParts(id: string): string[] {
    const { names, types } = parseResourceId(id)
    return names.map((name, index) => {
      const isNamed = this.#options.withNames && index === 0
      return isNamed ? this.#parameter(`${types[0]}_${name}_name`, name) : literal(name)
    })
  }

  #parameter(text: string, value: string): string {
    const name = text.replaceAll(/[^A-Za-z0-9]/g, '_')
    this.#parameters.set(name, { ...(this.#options.withDefaults ? { defaultValue: value } : {}), type: 'String' })
    return `parameters('${name}')`
  }
}
