/**
 * What a machine keeps between its runs, a folder each: host keys, the port of its SSH server, home folders.
 *
 * Decision: files beside the database, as other machines' disks would be. The folder is the machine's for as long as its
 * record exists; `sweep` removes it afterwards. Only its owner may enter (0700), keys are 0600 as sshd(8) wants them.
 * What is done to one machine's folder is done in turn, so that nothing is written into a folder that is being removed.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readIfThere, replaceFile } from '../crypto/durable-file.js'
import { newEcdsaKeys, newEd25519Keys } from '../crypto/openssh-keys.js'
import { isJsonObject } from '../domain/json.js'
import { homeFiles, type Login } from './login.js'

export interface HostKeys {
  /** Some of them were made now. */
  readonly areNew: boolean
  /** Texts of private key files, the preferred one first. */
  readonly privateKeys: readonly string[]
  /** `ssh-ed25519 AAAA…`, in the same order. */
  readonly publicKeys: readonly string[]
}

const keyFiles = [
  { name: 'ssh_host_ed25519_key', make: () => newEd25519Keys() },
  { name: 'ssh_host_ecdsa_key', make: newEcdsaKeys },
] as const

const folderName = /^[0-9a-f-]{36}$/

export class MachineFolders {
  readonly #root: string
  /** The last piece of work on each folder that is worked on. */
  readonly #turns = new Map<string, Promise<unknown>>()

  /** @param root holds a folder `<vmId>` for each machine; made when needed */
  constructor(root: string) {
    this.#root = root
  }

  /** The machine's keys, made when it has none. */
  async hostKeys(vmId: string): Promise<HostKeys> {
    const pairs = await this.#inFolder(vmId, (folder) =>
      Promise.all(keyFiles.map(({ name, make }) => keyPair(join(folder, name), make))),
    )
    return {
      areNew: pairs.some(({ isNew }) => isNew),
      privateKeys: pairs.map(({ privateKey }) => privateKey),
      publicKeys: pairs.map(({ publicKey }) => publicKey),
    }
  }

  /** The port that each machine had last, by its id; also of machines that are stopped. */
  async ports(): Promise<Map<string, number>> {
    const known = await Promise.all(
      (await this.#names()).map(async (vmId) => [vmId, await readPort(join(this.#root, vmId))] as const),
    )
    return new Map(known.flatMap(([vmId, port]) => (port === undefined ? [] : [[vmId, port] as const])))
  }

  /** Remembers where the machine's server listens, and writes what a client needs to trust it. */
  async savePort(vmId: string, port: number, { publicKeys }: HostKeys): Promise<void> {
    const hosts = `[localhost]:${port},[127.0.0.1]:${port}`
    const known = publicKeys.map((key) => `${hosts} ${key}\n`).join('')
    await this.#inFolder(vmId, async (folder) => {
      await replaceFile(join(folder, knownHostsName), known, { mode: 0o600 })
      await replaceFile(join(folder, doorName), `${JSON.stringify({ port })}\n`, { mode: 0o600 })
    })
  }

  /** The user's folder in a machine, made with a prompt of its own when there is none. */
  home(vmId: string, login: Pick<Login, 'user' | 'computerName'>): Promise<string> {
    return this.#inFolder(vmId, async (machine) => {
      const folder = join(machine, 'home', safeName(login.user))
      if ((await mkdir(folder, { recursive: true, mode: 0o700 })) === undefined) return folder
      for (const [name, content] of Object.entries(homeFiles(login))) await writeFile(join(folder, name), content)
      return folder
    })
  }

  /** Removes the folders of machines that are neither running nor on record. `recorded` is asked only when it matters. */
  async sweep(running: readonly string[], recorded: () => Promise<ReadonlySet<string>>): Promise<void> {
    const candidates = (await this.#names()).filter((vmId) => !running.includes(vmId))
    if (candidates.length === 0) return
    const kept = await recorded()
    for (const vmId of candidates.filter((candidate) => !kept.has(candidate))) {
      // tried again: what still ends in the machine may write a last file into its home
      await this.#inTurn(vmId, () => rm(join(this.#root, vmId), { recursive: true, force: true, maxRetries: 5 }))
    }
  }

  async #names(): Promise<string[]> {
    const names = await readdir(this.#root).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw error
    })
    return names.filter((name) => folderName.test(name))
  }

  async #inFolder<T>(vmId: string, work: (folder: string) => Promise<T>): Promise<T> {
    if (!folderName.test(vmId)) throw new Error(`not a machine id: ${JSON.stringify(vmId)}`)
    return this.#inTurn(vmId, async () => {
      const folder = join(this.#root, vmId)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      return work(folder)
    })
  }

  async #inTurn<T>(vmId: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(vmId) ?? Promise.resolve()).then(work)
    const settled = turn.catch(() => undefined)
    this.#turns.set(vmId, settled)
    try {
      return await turn
    } finally {
      if (this.#turns.get(vmId) === settled) this.#turns.delete(vmId)
    }
  }
}

const doorName = 'ssh.json'
const knownHostsName = 'known_hosts'

export interface SshDoor {
  readonly port: number
  /** Absolute; has the host keys for this port. */
  readonly knownHostsFile: string
}

/** Where a machine's SSH server was last, for commands of the same user; `undefined` when it never had one. */
export async function readSshDoor(root: string, vmId: string): Promise<SshDoor | undefined> {
  if (!folderName.test(vmId)) return undefined
  const folder = join(root, vmId)
  const port = await readPort(folder)
  return port === undefined ? undefined : { port, knownHostsFile: join(folder, knownHostsName) }
}

async function readPort(folder: string): Promise<number | undefined> {
  try {
    const content: unknown = JSON.parse(await readFile(join(folder, doorName), 'utf8'))
    if (isJsonObject(content) && typeof content.port === 'number') return content.port
  } catch {
    // none yet, or damaged: it gets another one
  }
  return undefined
}

/** The private file first: a start that is cut short in between makes both anew. */
async function keyPair(file: string, make: () => Promise<{ privateKey: string; publicKey: string }>) {
  const [privateKey, publicKey] = await Promise.all([readIfThere(file), readIfThere(`${file}.pub`)])
  if (privateKey !== undefined && publicKey !== undefined)
    return { isNew: false, privateKey, publicKey: publicKey.trim() }
  const pair = await make()
  await replaceFile(file, pair.privateKey, { mode: 0o600 })
  await replaceFile(`${file}.pub`, `${pair.publicKey}\n`, { mode: 0o644 })
  return { isNew: true, ...pair }
}

/** A user's name comes from a request's body, and becomes a folder. */
const safeName = (user: string): string => user.replace(/[^A-Za-z0-9_.-]/g, '-').replace(/^\.+/, '-') || 'user'
