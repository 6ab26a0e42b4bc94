/**
 * The administrator's and the operator's credentials, kept beside the database with mode 0600.
 *
 * Never fixed: generated at first start unless the operator chose them (INTERFACE: `LAZULITE_ADMIN_PASSWORD`, `LAZULITE_OPERATOR_SECRET`).
 */
import { randomBytes } from 'node:crypto'
import { isJsonObject } from '../domain/json.js'
import type { DataFolder } from './data-folder.js'
import { readJsonObject, writeJsonWhole } from './private-file.js'
import type { Config } from './schema.js'

export interface Credentials {
  readonly tenantId: string
  readonly subscriptionId: string
  readonly admin: { readonly userPrincipalName: string; readonly password: string }
  readonly operator: { readonly clientId: string; readonly clientSecret: string }
}

/** Credentials for a first start. `random` returns so many random bytes. */
export function newCredentials(config: Config, random: (bytes: number) => Uint8Array = randomBytes): Credentials {
  const generate = (bytes: number): string => secretText(random(bytes))
  return {
    tenantId: config.tenantId,
    subscriptionId: config.subscriptionId,
    admin: {
      userPrincipalName: `admin@${config.tenantDomain}`,
      password: config.adminPassword ?? generate(18),
    },
    operator: { clientId: config.operatorClientId, clientSecret: config.operatorSecret ?? generate(30) },
  }
}

/** The first bit is given up, so that the first character is a letter: `-…` after a flag is taken for another flag. */
const secretText = ([first = 0, ...rest]: Uint8Array): string =>
  Buffer.from([first & 0x7f, ...rest]).toString('base64url')

export const writeCredentials = (folder: DataFolder, credentials: Credentials): void =>
  writeJsonWhole(folder.credentialsFile, credentials)

/** Undefined before the first start, or when the file is damaged. */
export function readCredentials(folder: DataFolder): Credentials | undefined {
  const content = readJsonObject(folder.credentialsFile)
  if (content === undefined) return undefined
  const { tenantId, subscriptionId, admin, operator } = content
  if (typeof tenantId !== 'string' || typeof subscriptionId !== 'string') return undefined
  if (!isJsonObject(admin) || !isJsonObject(operator)) return undefined
  const { userPrincipalName, password } = admin
  const { clientId, clientSecret } = operator
  if (typeof userPrincipalName !== 'string' || typeof password !== 'string') return undefined
  if (typeof clientId !== 'string' || typeof clientSecret !== 'string') return undefined
  return { tenantId, subscriptionId, admin: { userPrincipalName, password }, operator: { clientId, clientSecret } }
}
