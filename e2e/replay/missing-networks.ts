/**
 * Networks that recordings take for granted: machines name interfaces that a template deployment or the recorder's
 * harness had made, and clients read them afterwards. They are put in place before they are first needed, with what they
 * depend on; where the scenario reads one, it is made as it was read.
 */
import type { Exchange } from './prepare.ts'

type Members = Record<string, unknown>
const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, name) => (isMembers(inner) ? inner[name] : undefined), value)
const listAt = (value: unknown, ...path: readonly string[]): Members[] => {
  const found = at(value, ...path)
  return Array.isArray(found) ? found.filter(isMembers) : []
}
const textAt = (value: unknown, ...path: readonly string[]): string | undefined => {
  const found = at(value, ...path)
  return typeof found === 'string' ? found : undefined
}

/** Keys are never recorded; a valid one is sent in the place of each. What is answered stays masked, which matches any. */
export const someKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOfuGCrhJjp/ZzmeTlvxxoR4BtYYi2VLNlrWfhh1rgRm somebody'
export function withSomeKey(exchange: Exchange): Exchange {
  const asked = JSON.stringify(exchange.requestBody ?? null)
  return { ...exchange, requestBody: JSON.parse(asked.replaceAll('"keyData":"REDACTED"', `"keyData":"${someKey}"`)) }
}

const version = '2021-02-01'
const pathOf = (url: string): string => url.replace(/^https?:\/\/[^/]+\/*/, '/').replace(/\?.*$/s, '')

interface Need {
  readonly id: string
  readonly location: string
  readonly before: Exchange
}

/** @param deployed  ids, in lower case, of what deployments of the scenario make */
export function missingNetworks(exchanges: readonly Exchange[], deployed: ReadonlySet<string>): Exchange[] {
  const made = new Set<string>(deployed)
  const read = new Map<string, unknown>()
  for (const { method, url, status, responseBody } of exchanges) {
    const id = pathOf(url).toLowerCase()
    if (!id.includes('/providers/microsoft.network/') || status >= 300) continue
    if (method === 'PUT') made.add(id)
    else if (method === 'GET' && textAt(responseBody, 'id') !== undefined) read.set(id, responseBody)
  }
  const extra: Exchange[] = []
  const put = (id: string, body: Members, { before }: Need) => {
    if (made.has(id.toLowerCase())) return
    made.add(id.toLowerCase())
    const [origin] = /^https?:\/\/[^/]+/.exec(before.url) ?? ['']
    extra.push({
      ...before,
      seq: before.seq - 0.9 + extra.length * 1e-6,
      area: 'prepare',
      method: 'PUT',
      url: `${origin}${id}?api-version=${version}`,
      requestBody: body,
      status: 201,
      responseBody: null,
    })
  }
  const readBody = (id: string, location: string): Members => {
    const found = read.get(id.toLowerCase())
    return { location, ...(isMembers(found) ? { properties: found.properties, sku: found.sku, tags: found.tags } : {}) }
  }
  for (const need of needs(exchanges)) {
    const { id, location } = need
    if (made.has(id.toLowerCase())) continue
    const own = id.split('/').slice(0, -2).join('/')
    const nic = read.get(id.toLowerCase())
    const configurations = listAt(nic, 'properties', 'ipConfigurations')
    const subnet =
      textAt(configurations[0], 'properties', 'subnet', 'id') ?? `${own}/virtualNetworks/replay/subnets/default`
    const [network = '', , subnetName = ''] = splitEnd(subnet)
    put(network, { location, properties: networkOf(subnetName) }, need)
    const address = textAt(configurations[0], 'properties', 'publicIPAddress', 'id')
    if (address !== undefined) put(address, readBody(address, location), need)
    const securityGroup = textAt(nic, 'properties', 'networkSecurityGroup', 'id')
    if (securityGroup !== undefined) put(securityGroup, { location }, need)
    const properties = {
      ipConfigurations: [
        {
          name: textAt(configurations[0], 'name') ?? 'ipconfig1',
          properties: {
            subnet: { id: subnet },
            ...(address === undefined ? {} : { publicIPAddress: { id: address } }),
          },
        },
      ],
      ...(securityGroup === undefined ? {} : { networkSecurityGroup: { id: securityGroup } }),
    }
    const tags = at(nic, 'tags')
    put(id, { location, properties, ...(isMembers(tags) ? { tags } : {}) }, need)
  }
  return extra
}

/** Wide enough for every machine of a scenario. */
const networkOf = (subnet: string): Members => ({
  addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
  subnets: [{ name: subnet, properties: { addressPrefix: '10.0.0.0/24' } }],
})

/** `[parent, kind, name]` of an id. */
const splitEnd = (id: string): readonly string[] => {
  const segments = id.split('/')
  return [segments.slice(0, -2).join('/'), ...segments.slice(-2)]
}

/** Interfaces, where they are first needed: by a machine that is put, or by whoever reads one. */
function needs(exchanges: readonly Exchange[]): Need[] {
  return exchanges.flatMap((before): Need[] => {
    const { method, url, status, requestBody, responseBody } = before
    if (method === 'PUT' && /\/virtualMachines\/[^/]+\?/i.test(url) && status < 300) {
      const location = textAt(requestBody, 'location') ?? 'westus'
      return listAt(requestBody, 'properties', 'networkProfile', 'networkInterfaces').flatMap((nic) => {
        const id = textAt(nic, 'id')
        return id === undefined ? [] : [{ id, location, before }]
      })
    }
    const id = textAt(responseBody, 'id')
    const isRead = method === 'GET' && status === 200 && /\/networkInterfaces\/[^/]+\?/i.test(url)
    return isRead && id !== undefined ? [{ id, location: textAt(responseBody, 'location') ?? 'westus', before }] : []
  })
}
