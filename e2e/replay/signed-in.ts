/** The operator of a started server, with tokens for Resource Manager and Graph: what the replay does in advance. */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import type { PrincipalType } from './principals.ts'

const run = promisify(execFile)

interface Facts {
  readonly origin: string
  readonly ca: string
  readonly tenantId: string
  readonly subscriptionId: string
  readonly domain: string
  readonly armToken: string
  readonly graphToken: string
}

interface Server {
  readonly cli: string
  readonly data: string
  readonly origin: string
}

export class SignedIn {
  readonly #facts: Facts
  #made = 0

  constructor(facts: Facts) {
    this.#facts = facts
  }

  get ca(): string {
    return this.#facts.ca
  }

  get tenantId(): string {
    return this.#facts.tenantId
  }

  get subscriptionId(): string {
    return this.#facts.subscriptionId
  }

  get armToken(): string {
    return this.#facts.armToken
  }

  get graphToken(): string {
    return this.#facts.graphToken
  }

  static async operator({ cli, data, origin }: Server): Promise<SignedIn> {
    const ask = async (command: string) =>
      JSON.parse((await run(process.execPath, [cli, command, '--json', '--data', data])).stdout)
    const { caCertificate: ca } = await ask('status')
    const { tenantId, subscriptionId, operator, admin } = await ask('credentials')
    const token = async (audience: string): Promise<string> => {
      const form = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: operator.clientId,
        client_secret: operator.clientSecret,
        scope: `${audience}/.default`,
      })
      const options = ['-sS', '--fail', '--cacert', ca, '--data', form.toString()]
      const { stdout } = await run('curl', [...options, `${origin}/${tenantId}/oauth2/v2.0/token`])
      return JSON.parse(stdout).access_token
    }
    const armToken = await token('https://management.azure.com')
    const graphToken = await token('https://graph.microsoft.com')
    const domain = String(admin.userPrincipalName).replace(/^.*@/, '')
    return new SignedIn({ origin, ca, tenantId, subscriptionId, domain, armToken, graphToken })
  }

  /** @returns its object id */
  async makePrincipal(type: PrincipalType): Promise<string> {
    const name = `replay-${++this.#made}`
    if (type === 'Group') {
      const group = { displayName: name, mailEnabled: false, mailNickname: name, securityEnabled: true }
      return (await this.#post('groups', group)).id
    }
    if (type === 'User') {
      const passwordProfile = { password: `Aa1-${randomBytes(12).toString('hex')}` }
      const userPrincipalName = `${name}@${this.#facts.domain}`
      const user = { accountEnabled: true, displayName: name, mailNickname: name, userPrincipalName, passwordProfile }
      return (await this.#post('users', user)).id
    }
    const { appId } = await this.#post('applications', { displayName: name })
    return (await this.#post('servicePrincipals', { appId })).id
  }

  async #post(collection: string, body: Record<string, unknown>): Promise<{ id: string; appId: string }> {
    const { origin, ca, graphToken } = this.#facts
    const { stdout } = await run('curl', [
      ...['-sS', '--fail-with-body', '--cacert', ca, '-H', `Authorization: Bearer ${graphToken}`],
      ...['-H', 'Content-Type: application/json', '--data', JSON.stringify(body), `${origin}/v1.0/${collection}`],
    ])
    return JSON.parse(stdout)
  }
}
