/**
 * Every declared operation, asked by somebody without any right: 403, whether or not there is anything, and whatever the
 * body says. What is open to anyone decides by itself and is left out.
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Operation, ResourceTypeDefinition } from '../../providers/define.js'
import { createProviders } from '../../providers/index.js'
import { startTestArm, type TestArm } from '../../testing/start-test-arm.js'
import { testSubscription } from '../../testing/test-ports.js'

let world: TestArm
beforeAll(async () => {
  world = await startTestArm()
})
afterAll(() => world.close())

/** Where a type can stand: in what is there and in what is not. */
const placesOf = ({ type, scopes }: ResourceTypeDefinition): readonly string[] => {
  const groups = ['rg', 'none'].map((name) => `${testSubscription}/resourceGroups/${name}`)
  if (type.startsWith('Microsoft.Resources/') && !scopes.includes('extension')) return ['']
  return scopes.flatMap((scope) => {
    switch (scope) {
      case 'resourceGroup':
        return groups
      case 'subscription':
        return [testSubscription]
      case 'extension':
        return [testSubscription, ...groups, `${groups[0]}/providers/Microsoft.Compute/virtualMachines/none`]
      default:
        return ['']
    }
  })
}

/** `{place}/providers/N/t1/x/t2/x`, of Microsoft.Resources its own words; `names`: how many types have one. */
function pathOf({ type, scopes }: ResourceTypeDefinition, place: string, names: number): string {
  const [namespace = '', ...types] = type.split('/')
  const own = namespace === 'Microsoft.Resources' && !scopes.includes('extension')
  const nameOf = (word: string): string =>
    word.toLowerCase() === 'subscriptions' ? (testSubscription.split('/')[2] ?? '') : 'x'
  const words = types.flatMap((word, index) => (index < names ? [word, nameOf(word)] : [word]))
  return `${place}${own ? '' : `/providers/${namespace}`}/${words.join('/')}`
}

type Asked = readonly [what: string, method: string, url: string]

const asks: readonly Asked[] = createProviders().flatMap(({ types }) =>
  types.flatMap((definition) => {
    const all = definition.type.split('/').length - 1
    const version = `?api-version=${definition.apiVersions.toSorted().at(-1)}`
    const ask = (operation: Operation | undefined, method: string, names: number, word = ''): Asked[] =>
      operation === undefined || operation.openToAnyone === true
        ? []
        : placesOf(definition).map((place) => {
            const url = `${pathOf(definition, place, names)}${word}${version}`
            return [`${method} ${url}`, method, url]
          })
    return [
      ...ask(definition.get, 'GET', all),
      ...ask(definition.head, 'HEAD', all),
      ...ask(definition.put, 'PUT', all),
      ...ask(definition.patch, 'PATCH', all),
      ...ask(definition.delete, 'DELETE', all),
      ...ask(definition.list, 'GET', all - 1),
      ...ask(definition.post, 'POST', all - 1),
      ...Object.entries(definition.actions ?? {}).flatMap(([word, one]) => ask(one, 'POST', all, `/${word}`)),
      ...Object.entries(definition.views ?? {}).flatMap(([word, one]) => ask(one, 'GET', all, `/${word}`)),
    ]
  }),
)

it('is asked about very many operations', () => expect(asks.length).toBeGreaterThan(300))

it('answers 403 to all of them', { timeout: 60_000 }, async () => {
  const others: string[] = []
  for (const [what, method, url] of asks) {
    const hasBody = method === 'PUT' || method === 'PATCH' || method === 'POST'
    const answer = await world.call(method, url, { as: 'nobody', ...(hasBody ? { body: 'no JSON' } : {}) })
    if (answer.status !== 403) others.push(`${answer.status} ${answer.body?.error?.code} ${what}`)
  }
  expect(others).toEqual([])
})
