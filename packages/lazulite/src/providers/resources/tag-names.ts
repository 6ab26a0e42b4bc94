/**
 * The older tag catalogue of a subscription: `tagNames` and their `tagValues`, kept apart from the tags on resources.
 * Shapes and statuses: recorded with api-version 2014-04-01-preview (trailing slash in a name's id included).
 */
import { ArmError } from '../../domain/errors/arm-error.js'
import { isJsonObject, type JsonObject } from '../../domain/json.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../define.js'
import { resourcesApiVersions } from './api-versions.js'

/** Names in the case they were first given, each with its values. */
type Catalogue = Readonly<Record<string, readonly string[]>>

const settingOf = ({ target }: ArmRequest): string => `tagNames:${target.subscriptionId?.toLowerCase() ?? ''}`

const read = (value: JsonObject | undefined): Catalogue => {
  const entries = Object.entries(value ?? {}).map(([name, values]): [string, string[]] => [
    name,
    Array.isArray(values) ? values.filter((item): item is string => typeof item === 'string') : [],
  ])
  return Object.fromEntries(entries)
}

const sameText = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
const nameIn = (catalogue: Catalogue, name: string): string | undefined =>
  Object.keys(catalogue).find((other) => sameText(other, name))

async function change(
  request: ArmRequest,
  edit: (before: Catalogue) => { readonly after: Catalogue; readonly answer: ArmResponse },
): Promise<ArmResponse> {
  return request.ports.store.transaction(async (tx) => {
    const { after, answer } = edit(read(await tx.settings.get(settingOf(request))))
    await tx.settings.put(settingOf(request), after)
    return answer
  })
}

const count: JsonObject = { type: 'Total', value: 0 }
const rootOf = ({ target }: ArmRequest): string => `/subscriptions/${target.subscriptionId}/tagNames`

const renderValue = (request: ArmRequest, name: string, value: string): JsonObject => ({
  id: `${rootOf(request)}/${name}/tagValues/${value}`,
  tagValue: value,
  count,
})
const renderName = (request: ArmRequest, name: string, values: readonly string[]): JsonObject => ({
  id: `${rootOf(request)}/${name}/`,
  tagName: name,
  count,
  values: values.map((value) => renderValue(request, name, value)),
})

export const tagNames = defineResourceType({
  type: 'Microsoft.Resources/subscriptions/tagNames',
  apiVersions: resourcesApiVersions,
  scopes: ['subscription'],
  isGlobal: true,
  list: {
    action: 'Microsoft.Resources/subscriptions/tagNames/read',
    async run(request) {
      const setting = await request.ports.store.read.settings.get(settingOf(request))
      const value = Object.entries(read(isJsonObject(setting) ? setting : undefined)).map(([name, values]) =>
        renderName(request, name, values),
      )
      return { status: 200, body: { value } }
    },
  },
  put: {
    mayLackBody: true,
    action: 'Microsoft.Resources/subscriptions/tagNames/write',
    run: (request) =>
      change(request, (before) => {
        const known = nameIn(before, request.target.name)
        const name = known ?? request.target.name
        const after = known === undefined ? { ...before, [name]: [] } : before
        const status = known === undefined ? 201 : 200
        return { after, answer: { status, body: renderName(request, name, after[name] ?? []) } }
      }),
  },
  delete: {
    action: 'Microsoft.Resources/subscriptions/tagNames/delete',
    run: (request) =>
      change(request, (before) => {
        const known = nameIn(before, request.target.name)
        const after = Object.fromEntries(Object.entries(before).filter(([name]) => name !== known))
        return { after, answer: { status: known === undefined ? 204 : 200 } }
      }),
  },
})

export const tagValues = defineResourceType({
  type: 'Microsoft.Resources/subscriptions/tagNames/tagValues',
  apiVersions: resourcesApiVersions,
  scopes: ['subscription'],
  isGlobal: true,
  put: {
    mayLackBody: true,
    action: 'Microsoft.Resources/subscriptions/tagNames/tagValues/write',
    run: (request) =>
      change(request, (before) => {
        const { name, value, values } = pick(request, before)
        const known = values.find((other) => sameText(other, value))
        const after = { ...before, [name]: known === undefined ? [...values, value] : values }
        return {
          after,
          answer: { status: known === undefined ? 201 : 200, body: renderValue(request, name, known ?? value) },
        }
      }),
  },
  delete: {
    action: 'Microsoft.Resources/subscriptions/tagNames/tagValues/delete',
    run: (request) =>
      change(request, (before) => {
        const { name, value, values } = pick(request, before)
        const rest = values.filter((other) => !sameText(other, value))
        return { after: { ...before, [name]: rest }, answer: { status: rest.length === values.length ? 204 : 200 } }
      }),
  },
})

function pick({ target }: ArmRequest, catalogue: Catalogue) {
  const [, asked = ''] = target.names
  const name = nameIn(catalogue, asked)
  // Decision: the wording; no recorded answer shows it.
  if (name === undefined) throw new ArmError('NotFound', { detail: `The tag name '${asked}' could not be found.` })
  return { name, value: target.name, values: catalogue[name] ?? [] }
}
