/** Changes what a client asked to change of a file: size, mode, times, owner, in the order of OpenSSH's server. */
import { chmod, chown, type FileHandle, truncate, utimes } from 'node:fs/promises'
import type { Attributes } from 'ssh2'

/** @throws file system errors */
export async function setAttributes(file: string | FileHandle, given: Partial<Attributes>): Promise<void> {
  const { size, mode, atime, mtime, uid, gid } = given
  const isPath = typeof file === 'string'
  if (size !== undefined) await (isPath ? truncate(file, size) : file.truncate(size))
  if (mode !== undefined) await (isPath ? chmod(file, mode & 0o7777) : file.chmod(mode & 0o7777))
  if (atime !== undefined && mtime !== undefined) {
    await (isPath ? utimes(file, seconds(atime), seconds(mtime)) : file.utimes(seconds(atime), seconds(mtime)))
  }
  if (uid !== undefined && gid !== undefined) await (isPath ? chown(file, uid, gid) : file.chown(uid, gid))
}

const seconds = (time: number | Date): number => (typeof time === 'number' ? time : time.getTime() / 1000)
