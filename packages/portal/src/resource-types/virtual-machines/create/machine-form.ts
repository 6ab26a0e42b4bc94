/**
 * What "Create a virtual machine" asks, and what is wrong with the answers before anything is sent.
 *
 * Limits: Azure's naming rules, the FAQ on user names and passwords of virtual machines, and the texts with which
 * Compute refuses names. Azure's portal asks for twelve characters of a password where the service takes fewer.
 */
import { defaultImage, imageKey, imageOf } from './images.js'
import { type KeyKind, publicKeyProblem } from './ssh-key.js'

export interface MachineForm {
  readonly subscriptionId: string
  readonly resourceGroup: string
  readonly isNewGroup: boolean
  readonly name: string
  readonly location: string
  /** `publisher:offer:sku` */
  readonly image: string
  readonly size: string
  readonly authentication: 'key' | 'password'
  readonly keySource: 'generate' | 'existing'
  readonly keyKind: KeyKind
  /** `undefined`: named after the machine. */
  readonly keyName: string | undefined
  readonly publicKey: string
  readonly username: string
  readonly password: string
  readonly confirmation: string
  readonly allowsInbound: boolean
  readonly inboundPorts: readonly InboundPort[]
  readonly diskType: string
  readonly deletesDisk: boolean
  /** Of an existing one; `undefined`: a new network. */
  readonly subnetId: string | undefined
  readonly hasPublicAddress: boolean
  readonly deletesInterface: boolean
  readonly systemAssigned: boolean
  readonly customData: string
  readonly tags: readonly TagRow[]
}

export interface TagRow {
  readonly name: string
  readonly value: string
}

export const inboundPorts = ['HTTP (80)', 'HTTPS (443)', 'SSH (22)', 'RDP (3389)'] as const
export type InboundPort = (typeof inboundPorts)[number]

export const diskTypes: Readonly<Record<string, string>> = {
  Premium_LRS: 'Premium SSD (locally-redundant storage)',
  StandardSSD_LRS: 'Standard SSD (locally-redundant storage)',
  Standard_LRS: 'Standard HDD (locally-redundant storage)',
}

export const usualSizes: readonly string[] = [
  ...['Standard_D2s_v3', 'Standard_B1s', 'Standard_B2s', 'Standard_D4s_v3', 'Standard_E2s_v3'],
]

export const newForm: MachineForm = {
  subscriptionId: '',
  resourceGroup: '',
  isNewGroup: false,
  name: '',
  location: '',
  image: imageKey(defaultImage),
  size: usualSizes[0] ?? '',
  authentication: 'key',
  keySource: 'generate',
  keyKind: 'rsa',
  keyName: undefined,
  publicKey: '',
  username: 'azureuser',
  password: '',
  confirmation: '',
  allowsInbound: true,
  inboundPorts: ['SSH (22)'],
  diskType: 'Premium_LRS',
  deletesDisk: true,
  subnetId: undefined,
  hasPublicAddress: true,
  deletesInterface: false,
  systemAssigned: false,
  customData: '',
  tags: [],
}

export const isWindowsForm = ({ image }: MachineForm): boolean => imageOf(image).isWindows

/** Windows machines have passwords only. */
export const usesKey = (form: MachineForm): boolean => form.authentication === 'key' && !isWindowsForm(form)

export const keyNameOf = ({ keyName, name }: MachineForm): string => keyName ?? (name === '' ? '' : `${name}_key`)

/** The form with another image: a machine of another system is reached in another way. */
export function withImage(form: MachineForm, image: string): MachineForm {
  const { isWindows } = imageOf(image)
  if (isWindows === isWindowsForm(form)) return { ...form, image }
  const [from, to]: readonly [InboundPort, InboundPort] = isWindows
    ? ['SSH (22)', 'RDP (3389)']
    : ['RDP (3389)', 'SSH (22)']
  return { ...form, image, inboundPorts: form.inboundPorts.map((port) => (port === from ? to : port)) }
}

export type FormProblems = Readonly<Partial<Record<keyof MachineForm, string>>>

const empty = 'The value must not be empty.'
const namesNobodyMayHave = new Set(
  '1 123 a actuser adm admin admin1 admin2 administrator aspnet backup console david guest john owner root server sql support support_388945a0 sys test test1 test2 test3 user user1 user2 user3 user4 user5'.split(
    ' ',
  ),
)

export function problemsOf(form: MachineForm): FormProblems {
  const key = usesKey(form)
  const found: Partial<Record<keyof MachineForm, string | undefined>> = {
    subscriptionId: form.subscriptionId === '' ? empty : undefined,
    resourceGroup: groupProblem(form.resourceGroup),
    name: nameProblem(form.name, isWindowsForm(form)),
    location: form.location === '' ? empty : undefined,
    size: form.size === '' ? empty : undefined,
    username: usernameProblem(form.username, isWindowsForm(form)),
    ...(key
      ? {
          keyName: form.keySource === 'generate' ? keyNameProblem(keyNameOf(form)) : undefined,
          publicKey: form.keySource === 'existing' ? publicKeyProblem(form.publicKey) : undefined,
        }
      : {
          password: passwordProblem(form.password, isWindowsForm(form)),
          confirmation: form.password === form.confirmation ? undefined : 'Password and confirm password must match.',
        }),
    inboundPorts: form.allowsInbound && form.inboundPorts.length === 0 ? 'Select at least one port.' : undefined,
    tags: tagsProblem(form.tags),
  }
  return Object.fromEntries(Object.entries(found).filter(([, problem]) => problem !== undefined))
}

export function groupProblem(name: string): string | undefined {
  if (name === '') return empty
  if (name.length > 90) return 'The value must be at most 90 characters long.'
  if (/[^\p{L}\p{N}\-.()_]/u.test(name)) {
    return 'Resource group names only allow alphanumeric characters, periods, underscores, hyphens and parenthesis.'
  }
  return name.endsWith('.') ? 'A resource group name cannot end in a period.' : undefined
}

function nameProblem(name: string, isWindows: boolean): string | undefined {
  if (name === '') return empty
  if (/[\\/"[\]:|<>+=;,?*@&\s~!#$%^(){}'`]/.test(name) || name.startsWith('_') || /[.-]$/.test(name)) {
    return `Azure resource names cannot contain special characters \\/""[]:|<>+=;,?*@&, whitespace, or begin with '_' or end with '.' or '-'`
  }
  if (isWindows) {
    if (name.length > 15) return 'Windows computer name cannot be more than 15 characters long.'
    if (/^\d+$/.test(name)) return 'Windows computer name cannot be entirely numeric.'
    if (/[._]/.test(name)) return "Windows computer name cannot contain '.' or '_'."
    return undefined
  }
  if (name.length > 64) return 'Linux host name cannot exceed 64 characters in length.'
  return name.includes('_') ? "Linux host name cannot contain '_'." : undefined
}

function usernameProblem(name: string, isWindows: boolean): string | undefined {
  const most = isWindows ? 20 : 64
  if (name === '') return empty
  if (name.length > most) return `Username must be between 1 and ${most} characters long.`
  if (namesNobodyMayHave.has(name.toLowerCase())) return 'The specified username is not allowed.'
  if (isWindows) {
    return /["/\\[\]:|<>+=;,?*@&\s]/.test(name) || name.endsWith('.')
      ? `Username cannot contain special characters \\/""[]:|<>+=;,?*@& or end with '.'`
      : undefined
  }
  return /^[a-z_][a-z0-9_-]*$/i.test(name)
    ? undefined
    : 'Username must only contain letters, numbers, hyphens, and underscores and may not start with a hyphen or number.'
}

function passwordProblem(password: string, isWindows: boolean): string | undefined {
  const most = isWindows ? 123 : 72
  if (password === '') return empty
  if (password.length < 12 || password.length > most) return `Password must be between 12 and ${most} characters long.`
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password)).length
  return kinds >= 3
    ? undefined
    : 'Password must have 3 of the following: 1 lower case character, 1 upper case character, 1 number, and 1 special character.'
}

function keyNameProblem(name: string): string | undefined {
  if (name === '') return empty
  return /^[\w.-]{1,80}$/.test(name)
    ? undefined
    : 'Key pair names only allow letters, numbers, underscores, periods and hyphens.'
}

function tagsProblem(tags: readonly TagRow[]): string | undefined {
  const names = tags.filter(({ name, value }) => name !== '' || value !== '').map(({ name }) => name.toLowerCase())
  if (names.includes('')) return 'A tag with a value needs a name.'
  if (new Set(names).size < names.length) return 'Two tags have the same name.'
  return names.some((name) => /[<>%&\\?/]/.test(name)) ? 'Tag names cannot contain <, >, %, &, \\, ? or /.' : undefined
}

export type StepId = 'basics' | 'disks' | 'networking' | 'management' | 'monitoring' | 'advanced' | 'tags'

const stepOf: Readonly<Partial<Record<keyof MachineForm, StepId>>> = { tags: 'tags' }

/** The first problem of each step, with the name of its field. */
export function problemOfStep(problems: FormProblems, step: StepId): string | undefined {
  for (const [name, problem] of Object.entries(problems) as [keyof MachineForm, string][]) {
    if ((stepOf[name] ?? 'basics') === step) return `${fieldLabels[name] ?? name}: ${problem}`
  }
  return undefined
}

/** As the form writes them. */
export const fieldLabels: Readonly<Partial<Record<keyof MachineForm, string>>> = {
  subscriptionId: 'Subscription',
  resourceGroup: 'Resource group',
  name: 'Virtual machine name',
  location: 'Region',
  size: 'Size',
  username: 'Username',
  password: 'Password',
  confirmation: 'Confirm password',
  keyName: 'Key pair name',
  publicKey: 'SSH public key',
  inboundPorts: 'Select inbound ports',
  tags: 'Tags',
}
