/**
 * The SSH keys of whoever types the command.
 *
 * Decision: a machine made here trusts the user's own default key (of the kinds that Compute takes, Ed25519 and RSA); for who
 * has none, a key is made in the data folder and serves all machines of that cloud, so that `lazulite ssh` needs no setting up.
 */
import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DataFolder } from '../../config/data-folder.js'
import { writeFileWhole } from '../../config/private-file.js'
import { newEd25519Keys, publicKeyIn } from '../../crypto/openssh-keys.js'
import { isSshPublicKey, sshKeyBlob } from '../../domain/compute/ssh-public-key.js'
import { CliError } from '../cli-error.js'
import type { CliContext } from '../context.js'

const names = ['id_ed25519', 'id_rsa'] as const

const publicFiles = ({ home }: Pick<CliContext, 'home'>): string[] =>
  names.map((name) => join(home, '.ssh', `${name}.pub`))

/** The public key that a new machine is to trust, as one line. @throws CliError when the key made before is damaged; file system errors */
export async function defaultPublicKey(
  files: Pick<DataFolder, 'sshKeyFile'>,
  context: Pick<CliContext, 'home'>,
): Promise<string> {
  for (const file of publicFiles(context)) {
    const key = readPublicKey(file)
    if (key !== undefined) return key
  }
  return ownKey(files.sshKeyFile)
}

/** The file of the private key that one of `publicKeys` belongs to; `undefined` when ssh has to find one itself. */
export function privateKeyFor(
  publicKeys: readonly string[],
  files: Pick<DataFolder, 'sshKeyFile'>,
  context: Pick<CliContext, 'home'>,
): string | undefined {
  const trusted = publicKeys.map(sshKeyBlob)
  const isTrusted = (key: string | undefined): boolean => {
    const blob = key === undefined ? undefined : sshKeyBlob(key)
    return blob !== undefined && trusted.some((other) => other?.equals(blob) === true)
  }
  const file = publicFiles(context).find((candidate) => isTrusted(readPublicKey(candidate)))
  if (file !== undefined) return file.slice(0, -'.pub'.length)
  return isTrusted(readOwnKey(files.sshKeyFile)) ? files.sshKeyFile : undefined
}

/** One line, if the file holds a key that Compute takes. */
export function readPublicKey(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8').trim()
    return isSshPublicKey(text) ? text : undefined
  } catch {
    return undefined
  }
}

/** Two commands at once agree on one key: the file is linked into its place, which only one can do. */
async function ownKey(file: string): Promise<string> {
  const known = readOwnKey(file)
  if (known !== undefined) return known
  const { privateKey } = await newEd25519Keys('lazulite')
  const draft = `${file}.${randomUUID()}`
  writeFileWhole(draft, privateKey)
  try {
    linkSync(draft, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(draft, { force: true })
  }
  const made = readOwnKey(file)
  if (made === undefined) throw new CliError(`${file} is damaged; delete it, and a new key is made`)
  return made
}

function readOwnKey(file: string): string | undefined {
  try {
    return publicKeyIn(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
