/**
 * How other processes of the same user find a running machine: one small file each, `<runtimeFolder>/<vmId>.json`.
 *
 * Decision: files instead of a request to the server, so that `lazulite exec` needs neither a token nor a running front door.
 * Mode 0600: only the server's own user may enter its machines.
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isSameResource } from '../domain/resource-id/resource-id.js'
import { type VmEntry, workstationId } from '../ports/compute.js'

export interface RuntimeEntry {
  /** Absent for the workstation. */
  readonly resourceId?: string
  readonly entry: VmEntry
}

/** The writing side; owned by the driver. */
export class RuntimeEntries {
  readonly #folder: string

  private constructor(folder: string) {
    this.#folder = folder
  }

  /** Makes the folder and drops what a server that was killed left in it. */
  static async open(folder: string): Promise<RuntimeEntries> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    for (const name of await readdir(folder)) {
      if (name.endsWith('.json.tmp')) await rm(join(folder, name), { force: true })
      else if (name.endsWith('.json') && (await readEntryFile(join(folder, name))) !== undefined) {
        await rm(join(folder, name), { force: true })
      }
    }
    return new RuntimeEntries(folder)
  }

  async write(vmId: string, entry: RuntimeEntry): Promise<void> {
    const file = entryFile(this.#folder, vmId)
    await writeFile(`${file}.tmp`, `${JSON.stringify(entry)}\n`, { mode: 0o600 })
    await rename(`${file}.tmp`, file)
  }

  async remove(vmId: string): Promise<void> {
    await rm(entryFile(this.#folder, vmId), { force: true })
  }
}

/** The machine `vmId` (or `workstationId`), or `undefined` when it does not run. */
export const readRuntimeEntry = (folder: string, vmId: string): Promise<RuntimeEntry | undefined> =>
  readEntryFile(entryFile(folder, vmId))

/** The running virtual machine with this resource id, in any case. */
export async function findRuntimeEntry(folder: string, resourceId: string): Promise<RuntimeEntry | undefined> {
  const names = await readdir(folder).catch(ifMissing<string[]>([]))
  for (const name of names.filter((candidate) => candidate.endsWith('.json'))) {
    const found = await readEntryFile(join(folder, name))
    if (found?.resourceId !== undefined && isSameResource(found.resourceId, resourceId)) return found
  }
  return undefined
}

/** @throws Error when the id could not be a plain file name; ids come from stored documents. */
function requireMachineId(vmId: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(vmId)) throw new Error(`not a machine id: ${JSON.stringify(vmId)}`)
  return vmId
}

/** @throws Error when the id is none of a virtual machine: the workstation has no resource. */
export function requireVmId(vmId: string): string {
  if (requireMachineId(vmId) === workstationId) throw new Error(`'${vmId}' is not the id of a virtual machine`)
  return vmId
}

const entryFile = (folder: string, vmId: string): string => join(folder, `${requireMachineId(vmId)}.json`)

/** `undefined` as well for a file that is not one of ours. */
async function readEntryFile(file: string): Promise<RuntimeEntry | undefined> {
  const text = await readFile(file, 'utf8').catch(ifMissing(undefined))
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isRuntimeEntry(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isRuntimeEntry(value: unknown): value is RuntimeEntry {
  if (!isRecord(value) || !isRecord(value.entry) || !isRecord(value.entry.environment)) return false
  const { driver, anchorPid, anchorStartTime, environment } = value.entry
  const hasDriver =
    driver === 'metadata-only' ||
    (driver === 'netns' && Number.isInteger(anchorPid) && typeof anchorStartTime === 'string')
  const hasResource = value.resourceId === undefined || typeof value.resourceId === 'string'
  return hasDriver && hasResource && Object.values(environment).every((variable) => typeof variable === 'string')
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function ifMissing<T>(instead: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT') return instead
    throw error
  }
}
