/**
 * What is typed for a new user, group or application, what is wrong with it, and the body that makes it.
 *
 * Rules: "Create user", "Create group", "Create application" (v1.0); passwords: "Password policies in Microsoft Entra ID";
 * redirect URIs: "Redirect URI (reply URL) restrictions and limitations". The service judges the rest.
 */
import { referenceTo } from './directory-object.js'

export interface NewUser {
  /** Before the `@`. */
  readonly name: string
  readonly domain: string
  readonly displayName: string
  readonly password: string
  readonly isEnabled: boolean
}

export type Problems<Field extends string> = Readonly<Partial<Record<Field, string>>>

export const problemsOfUser = ({
  name,
  displayName,
  password,
}: NewUser): Problems<'name' | 'displayName' | 'password'> => ({
  ...(name.trim() === ''
    ? { name: 'User principal name is required.' }
    : /^[A-Za-z0-9'._\-!#^~$&+=]+$/.test(name)
      ? {}
      : { name: "The user name can only contain letters, digits and ' . - _ ! # ^ ~ $ & + =" }),
  ...(displayName.trim() === '' ? { displayName: 'Display name is required.' } : {}),
  ...(isStrong(password)
    ? {}
    : {
        password:
          'A password has 8 to 256 characters of at least three kinds: lower case, upper case, digits, symbols.',
      }),
})

const isStrong = (password: string): boolean =>
  password.length >= 8 &&
  password.length <= 256 &&
  [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(password)).length >= 3

/**
 * Decision: nobody is asked to change the password at the first sign-in; the sign-in page of this cloud has no step for it.
 */
export const passwordProfileOf = (password: string): object => ({ password, forceChangePasswordNextSignIn: false })

export const bodyOfUser = ({ name, domain, displayName, password, isEnabled }: NewUser): object => ({
  accountEnabled: isEnabled,
  displayName: displayName.trim(),
  mailNickname: nicknameOf(name),
  userPrincipalName: `${name}@${domain}`,
  passwordProfile: passwordProfileOf(password),
})

/** Letters, digits and what Microsoft Graph takes besides; never empty. */
export const nicknameOf = (name: string): string =>
  name.replace(/[^A-Za-z0-9'._\-!#^~$&+=]/g, '').slice(0, 64) || 'group'

export interface NewGroup {
  readonly displayName: string
  readonly description: string
  readonly ownerIds: readonly string[]
  readonly memberIds: readonly string[]
}

export function bodyOfGroup({ displayName, description, ownerIds, memberIds }: NewGroup): object {
  return {
    displayName: displayName.trim(),
    ...(description.trim() === '' ? {} : { description: description.trim() }),
    ...{ mailEnabled: false, mailNickname: nicknameOf(displayName), securityEnabled: true, groupTypes: [] },
    ...(ownerIds.length === 0 ? {} : { 'owners@odata.bind': ownerIds.map(referenceTo) }),
    ...(memberIds.length === 0 ? {} : { 'members@odata.bind': memberIds.map(referenceTo) }),
  }
}

export const platforms = [
  { id: 'web', label: 'Web' },
  { id: 'spa', label: 'Single-page application (SPA)' },
  { id: 'publicClient', label: 'Public client/native (mobile & desktop)' },
] as const

export interface NewApplication {
  readonly displayName: string
  readonly platform: (typeof platforms)[number]['id']
  readonly redirectUri: string
}

export function problemsOfApplication({
  displayName,
  platform,
  redirectUri,
}: NewApplication): Problems<'displayName' | 'redirectUri'> {
  const uri = redirectUri.trim()
  const url = URL.canParse(uri) ? new URL(uri) : undefined
  const isLoopback = url !== undefined && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  const isFine = platform === 'publicClient' ? url !== undefined : url?.protocol === 'https:' || isLoopback
  return {
    ...(displayName.trim() === '' ? { displayName: 'Name is required.' } : {}),
    ...(uri === '' || isFine ? {} : { redirectUri: "Must start with 'https://' or 'http://localhost'." }),
  }
}

export function bodyOfApplication({ displayName, platform, redirectUri }: NewApplication): object {
  const uri = redirectUri.trim()
  return {
    displayName: displayName.trim(),
    signInAudience: 'AzureADMyOrg',
    ...(uri === '' ? {} : { [platform]: { redirectUris: [uri] } }),
  }
}

/** Without what is easily misread (`0`/`O`, `1`/`l`). */
const alphabets = ['abcdefghijkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '!#%+:=?@'] as const
const passwordLength = 16

/**
 * A password with at least one character of each kind.
 * @param random a whole number from 0 up to, without, its argument
 */
export function generatePassword(random: (below: number) => number): string {
  const pick = (from: string): string => from.charAt(random(from.length))
  const letters: string[] = alphabets.map(pick)
  while (letters.length < passwordLength) letters.push(pick(alphabets.join('')))
  for (let at = letters.length - 1; at > 0; at--) {
    const other = random(at + 1)
    const kept = letters[at] ?? ''
    letters[at] = letters[other] ?? ''
    letters[other] = kept
  }
  return letters.join('')
}

/** The browser's own randomness, evenly: numbers beyond the last whole multiple are drawn again. */
export function secureRandom(below: number): number {
  const limit = Math.floor(2 ** 32 / below) * below
  for (;;) {
    const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1))
    if (drawn < limit) return drawn % below
  }
}

/** "Expires" of a new secret, in the words of Azure's list. Days. */
export const secretLifetimes = [
  { id: '180', label: 'Recommended: 180 days (6 months)', days: 180 },
  { id: '90', label: '90 days (3 months)', days: 90 },
  { id: '365', label: '365 days (12 months)', days: 365 },
  { id: '545', label: '545 days (18 months)', days: 545 },
  { id: '730', label: '730 days (24 months)', days: 730 },
] as const

/** @param now milliseconds since the epoch */
export function bodyOfSecret(wanted: {
  readonly displayName: string
  readonly days: number
  readonly now: number
}): object {
  const endDateTime = new Date(wanted.now + wanted.days * 86_400_000).toISOString()
  return { passwordCredential: { displayName: wanted.displayName.trim() || null, endDateTime } }
}
