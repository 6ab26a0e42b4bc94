/**
 * Makes recorded deployments replayable (see `prepare.ts`):
 * - masked by one name in addresses, they get back the names that answers carry;
 * - request bodies in which az writes the template's text as it stands in its file are made JSON, which is all that the
 *   tool sends, and masked passwords become one that is valid;
 * - deployments of what this cloud lacks by name (types of other providers, linked templates, template specs) are of an
 *   area of their own, which is not scored.
 */
import { unclaimedArea } from './claimed.ts'
import type { Exchange } from './prepare.ts'

type Members = Record<string, unknown>
const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function prepareDeployments(exchanges: readonly Exchange[]): Exchange[] {
  const readable = withNames(exchanges).map(withReadableBody)
  const foreign = new Set(
    readable
      .filter(({ area, requestBody }) => area === 'deployment' && isForeign(requestBody))
      .map(({ url }) => nameIn(url)),
  )
  return readable.map((exchange) => {
    if (exchange.area !== 'deployment') return exchange
    if (foreign.has(nameIn(exchange.url))) return { ...exchange, area: unclaimedArea }
    const { responseBody: answer } = exchange
    if (!isMembers(answer) || !Array.isArray(answer.value)) return exchange
    const value = answer.value.filter((item) => !isMembers(item) || !foreign.has(String(item.name)))
    return { ...exchange, responseBody: { ...answer, value } }
  })
}

const nameIn = (url: string): string | undefined => /\/deployments\/([^/?]+)/.exec(url)?.[1]

/** The name is that of the answer, of the address to poll, or of the deployment that was met last. */
function withNames(exchanges: readonly Exchange[]): Exchange[] {
  const masked = /(?<=\/deployments\/)mock-deployment(?=[/?])/
  const addressed = /\/deployments\/([^/]+)\/operationStatuses\/(\d+)/
  const byNumber = new Map<string, string>()
  let last = 'mock-deployment'
  return exchanges.map((exchange) => {
    const { responseBody, responseHeaders, url } = exchange
    if (!masked.test(url)) return exchange
    const [, polled, number] = addressed.exec(responseHeaders['azure-asyncoperation'] ?? '') ?? []
    if (polled !== undefined && number !== undefined) byNumber.set(number, polled)
    const answered = isMembers(responseBody) && typeof responseBody.name === 'string' ? responseBody.name : undefined
    const asked = byNumber.get(addressed.exec(url)?.[2] ?? '')
    last = answered ?? polled ?? asked ?? last
    return { ...exchange, url: url.replace(masked, last) }
  })
}

function withReadableBody(exchange: Exchange): Exchange {
  const { area, requestBody } = exchange
  if (area !== 'deployment' || requestBody === null || requestBody === undefined) return exchange
  return { ...exchange, requestBody: unmasked(typeof requestBody === 'string' ? parse(requestBody) : requestBody) }
}

/** Comments go, line breaks inside of strings are escaped, the bare key `template` gets its quotes. */
function parse(text: string): unknown {
  const token = /"(?:[^"\\]|\\[\s\S])*"|\/\*[\s\S]*?\*\/|\/\/[^\n]*|\btemplate(?=\s*:)/g
  // Some recorders wrote bytes as Python prints them.
  const plain = /^b'([\s\S]*)'$/.exec(text)?.[1]?.replaceAll('\\\\', '\\').replaceAll("\\'", "'") ?? text
  const json = plain.replace(token, (part) => {
    if (part.startsWith('"')) return part.replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll('\t', '\\t')
    return part === 'template' ? '"template"' : ' '
  })
  return JSON.parse(json)
}

function unmasked(body: unknown): unknown {
  const text = JSON.stringify(body).replaceAll('"adminPassword":"REDACTED"', '"adminPassword":"Rebuilt-Pa55word"')
  const parsed: unknown = JSON.parse(text)
  if (!isMembers(parsed) || !isMembers(parsed.properties) || !isMembers(parsed.properties.parameters)) return parsed
  const { parameters } = parsed.properties
  const given = Object.entries(parameters).map(([name, value]) => [name, isMembers(value) ? value : { value }])
  return { ...parsed, properties: { ...parsed.properties, parameters: Object.fromEntries(given) } }
}

const claimed = /^Microsoft\.(Authorization|Compute|ManagedIdentity|Network|Resources)\//i

function isForeign(body: unknown): boolean {
  if (!isMembers(body) || !isMembers(body.properties)) return false
  if (isMembers(body.properties.templateLink)) return true
  return resourcesOf(body).some((one) => !claimed.test(String(one.type)))
}

const resourcesOf = (body: unknown): Members[] => {
  const properties = isMembers(body) ? body.properties : undefined
  const template = isMembers(properties) ? properties.template : undefined
  return isMembers(template) && Array.isArray(template.resources) ? template.resources.filter(isMembers) : []
}

/** Ids, in lower case, of what the scenario's deployments make: nothing of it has to be put in place first. */
export function deployedIds(exchanges: readonly Exchange[]): ReadonlySet<string> {
  const ids = exchanges
    .filter(({ area, method }) => area === 'deployment' && method === 'PUT')
    .flatMap(({ url, requestBody }) => {
      const path = url.replace(/^https?:\/\/[^/]+\/*/, '/')
      const scope = path.slice(0, path.search(/\/providers\/Microsoft\.Resources\/deployments/i))
      return resourcesOf(requestBody).map(({ type, name }) => `${scope}/providers/${type}/${name}`.toLowerCase())
    })
  return new Set(ids)
}
