/**
 * Every option of the server: its name, type, default and one sentence. Flags, environment and file are derived from it.
 *
 * `someOption` is `--some-option`, `LAZULITE_SOME_OPTION` and `"someOption"` in the file. The identities' defaults are
 * part of the outside surface (scripts may hard-code them); the lifetimes are Azure's own.
 */

import { z } from 'zod'
import { guidPattern } from '../domain/guid.js'

const wholeNumber = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`
  return z.int({ error }).min(least, { error }).max(most, { error })
}

const text = (what: string) => z.string({ error: `must be ${what}` }).min(1, { error: `must be ${what}` })

const guid = () => text('a GUID').regex(guidPattern, { error: 'must be a GUID' }).toLowerCase()

const choice = <const T extends readonly [string, ...string[]]>(...values: T) =>
  z.enum(values, { error: `must be one of ${values.join(', ')}` })

const yesOrNo = () => z.boolean({ error: 'must be true or false' })

const domain = () =>
  text('a domain name')
    .regex(/^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i, { error: 'must be a domain name' })
    .toLowerCase()

const databaseUrl = () =>
  text('a postgres:// address').regex(/^postgres(ql)?:\/\//, { error: 'must be a postgres:// address' })

const principals = () =>
  text('principals separated by commas').regex(/^[^\s,]+(\s*,\s*[^\s,]+)*$/, {
    error: 'must be object ids, client ids or user principal names, separated by commas',
  })

const secret = () => text('a text of at least 8 characters').min(8, { error: 'must have at least 8 characters' })

/** `data` has no default here: it depends on whose machine this is (see `default-data-folder.ts`). */
export const configSchema = z.strictObject({
  port: wholeNumber(0, 65535).default(4430).describe('Port of the one TLS listener; 0 takes any free one.'),
  host: text('a host name or address')
    .default('127.0.0.1')
    .describe('Address to listen on; anything but a loopback address is reachable by others.'),
  data: text('a folder').describe("Folder of the database, keys and credentials; default: the user's state folder."),
  memory: yesOrNo().default(false).describe('Keep nothing: the database lives in memory and ends with the server.'),
  database: databaseUrl().optional().describe('Address of a PostgreSQL database to use instead of the embedded one.'),
  seed: text('a file').optional().describe('File of resources and identities to make at first start.'),
  logFormat: choice('pretty', 'json').default('pretty').describe('Form of the log lines.'),
  logLevel: choice('debug', 'info', 'warn', 'error', 'silent').default('info').describe('Least level that is logged.'),
  tenantId: guid().default('10000000-0000-4000-8000-000000000001').describe('Id of the tenant, used at first start.'),
  subscriptionId: guid()
    .default('20000000-0000-4000-8000-000000000001')
    .describe('Id of the subscription, used at first start.'),
  tenantDomain: domain()
    .default('lazulite.onmicrosoft.com')
    .describe('Initial domain of the tenant, used at first start.'),
  operatorClientId: guid()
    .default('30000000-0000-4000-8000-000000000001')
    .describe("The operator application's client id, used at first start."),
  adminPassword: secret().optional().describe("The administrator's password, used at first start; else generated."),
  operatorSecret: secret().optional().describe("The operator's client secret, used at first start; else generated."),
  managedIdentityTokenLifetime: wholeNumber(1, 31_536_000)
    .default(86_400)
    .describe("Seconds that a managed identity's token is valid."),
  applicationTokenLifetime: wholeNumber(1, 31_536_000)
    .default(3_599)
    .describe("Seconds that an application's token is valid."),
  rolePropagationDelay: wholeNumber(0, 604_800)
    .default(0)
    .describe('Seconds until a change of role assignments, deny assignments and custom roles has an effect.'),
  groupMembershipDelay: wholeNumber(0, 604_800)
    .default(0)
    .describe('Seconds for which tokens from before a change of a group go on without it.'),
  computeDriver: choice('auto', 'netns', 'metadata-only')
    .default('auto')
    .describe('How virtual machines run: Linux namespaces, or only a metadata port each.'),
  sshPort: wholeNumber(0, 65535)
    .default(22_100)
    .describe('First port for SSH into virtual machines, one for each; 0 takes any free ones.'),
  allowHttpIssuers: yesOrNo()
    .default(false)
    .describe('Take federated tokens of issuers on plain http at loopback addresses too, for tests.'),
  accessAudit: principals()
    .optional()
    .describe(
      'Principals whose refusals are recorded and let through during this run: object ids, client ids or user principal names, separated by commas.',
    ),
  accessOff: principals()
    .optional()
    .describe('Principals whose access is not looked at during this run; named as for accessAudit.'),
  allowControls: yesOrNo()
    .default(false)
    .describe('Let the operations API set the clock, inject faults and take snapshots.'),
})

/** The effective configuration: complete, checked, `data` absolute. */
export type Config = Readonly<z.infer<typeof configSchema>>
export type ConfigName = keyof Config

/** Never accepted as flags (other users can read a command line) and never printed. */
export const secretNames: ReadonlySet<ConfigName> = new Set<ConfigName>(['adminPassword', 'operatorSecret'])

export const configNames = Object.keys(configSchema.shape) as readonly ConfigName[] // the shape's keys are the names

/** `logFormat` → `LAZULITE_LOG_FORMAT`. */
export const environmentName = (name: ConfigName): string =>
  `LAZULITE_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`

/** `logFormat` → `log-format`. */
export const flagName = (name: ConfigName): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** The values that an option is limited to; undefined when it is not. */
export function choicesOf(name: ConfigName): readonly string[] | undefined {
  const schema = withoutDefault(name)
  return schema instanceof z.ZodEnum ? schema.options.map(String) : undefined
}

/** The kind of value under defaults and optionals, which decides how a text from a flag or variable is read. */
export function kindOf(name: ConfigName): 'number' | 'boolean' | 'text' {
  const schema = withoutDefault(name)
  if (schema instanceof z.ZodNumber) return 'number'
  return schema instanceof z.ZodBoolean ? 'boolean' : 'text'
}

function withoutDefault(name: ConfigName): unknown {
  let schema: unknown = configSchema.shape[name]
  while (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) schema = schema.unwrap()
  return schema
}
