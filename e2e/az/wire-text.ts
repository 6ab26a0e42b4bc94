/**
 * What an answer looks like when what differs from run to run is replaced: ids by `<id:1>`, `<id:2>` in the order in
 * which a terminal meets them (the same id has the same number), times, secrets and addresses by their kind.
 */

const guid = /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi
const time = /\b20\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)?/g

/** Fixed ids: the tenant, the subscription, the operator, built-in roles, Microsoft's own applications. */
const isFixed = (id: string): boolean => /^[123]0000000-0000-4000-8000-|^0{8}-/.test(id) || fixed.has(id.toLowerCase())
const fixed: ReadonlySet<string> = new Set([
  'acdd72a7-3385-48ef-bd42-f606fba81ae7', // Reader
  'b24988ac-6180-42a0-ab88-20f7382dd24c', // Contributor
  '8e3af657-a8ff-443c-a75c-2fe8c4bcb635', // Owner
  '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9', // User Access Administrator
  '04b07795-8ddb-461a-bbee-02f9e1bf7b46', // Azure CLI
])

/** As role assignments name one another. */
const dashed = (digits: string): string => digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

const secretNames = /^(password|secretText|hint|accessToken|clientSecret|access_token|refresh_token|id_token)$/

export class WireText {
  readonly #ids = new Map<string, string>()
  readonly #other: readonly (readonly [RegExp | string, string])[]

  /** @param other what else differs, and what to show for it */
  constructor(other: readonly (readonly [RegExp | string, string])[] = []) {
    this.#other = other
  }

  /** JSON as a value, anything else as text. */
  of(output: string): unknown {
    const text = output.trim()
    try {
      return this.#value(JSON.parse(text), '')
    } catch {
      return this.text(text)
    }
  }

  text(text: string): string {
    let shown = text
    for (const [what, name] of this.#other) shown = shown.replaceAll(what, name)
    return shown
      .replace(/_[0-9a-f]{32}\b/g, '_<random>')
      .replace(/\b(\d+\.\d+)\.20\d{6,}\b/g, '$1.<date>')
      .replace(guid, (id) => (isFixed(id) ? id : this.#idName(id.toLowerCase())))
      .replace(time, '<time>')
      .replace(/'[0-9A-F]{40}'/g, "'<thumbprint>'")
      .replace(/\bS-1-12-1(?:-\d+){4}\b/g, '<security identifier>')
      .replace(/\b(ssh-(?:rsa|ed25519)) [A-Za-z0-9+/=]+/g, '$1 <key>')
      .replace(/\b[0-9a-f]{32}\b/g, (digits) => this.#idName(dashed(digits)))
      .replace(/\bPT[\d.]+S\b/g, '<duration>')
      .replace(/https:\/\/localhost:\d+/g, 'https://localhost:<port>')
  }

  #idName(id: string): string {
    const known = this.#ids.get(id) ?? `<id:${this.#ids.size + 1}>`
    this.#ids.set(id, known)
    return known
  }

  #value(value: unknown, name: string): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#value(item, name))
    if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value).map(([key, item]) => [this.text(key), this.#value(item, key)])
      return Object.fromEntries(entries)
    }
    if (name === 'expires_on' && typeof value === 'number') return '<epoch seconds>'
    if (typeof value !== 'string') return value
    return secretNames.test(name) ? '<secret>' : this.text(value)
  }
}
