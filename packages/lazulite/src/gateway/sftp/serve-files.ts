/**
 * The `sftp` subsystem: SFTP version 3 (draft-ietf-secsh-filexfer-02) over the files that a machine sees.
 *
 * Decision: served by this process rather than by the host's `sftp-server`, which many hosts lack. `/proc/<pid>/root` of the
 * process that holds the machine shows the files with its mounts (proc(5)); absolute symbolic links lead to the host's
 * file of that name, which is the same but for the few files a machine has of its own. This is no fence: whoever signs in
 * has a shell with the same rights.
 */
import { lstat, mkdir, readlink, realpath, rename, rm, rmdir, stat, symlink } from 'node:fs/promises'
import { posix } from 'node:path'
import type { Attributes, SFTPWrapper } from 'ssh2'
import type { Log } from '../../ports/log.js'
import { attributesOf, openFlags, statusCodes, statusOfError } from './file-attributes.js'
import { OpenHandles } from './open-handles.js'
import { setAttributes } from './set-attributes.js'

export interface ServedFiles {
  /** Put before every path; `''` for the host's own files. */
  readonly root: string
  /** Where relative paths start. */
  readonly home: string
  readonly log: Log
}

/** More than a client of today asks for at once. */
const mostBytes = 256 * 1024

/** @returns how to close what is still open */
export function serveFiles(sftp: SFTPWrapper, { root, home, log }: ServedFiles): () => Promise<void> {
  const handles = new OpenHandles()
  const absolute = (path: string): string => posix.resolve(home, path)
  const real = (path: string): string => `${root}${absolute(path)}`

  let last: Promise<unknown> = Promise.resolve()
  /**
   * Does the work of one request; a failure becomes its status. One after the other, as OpenSSH's own server does it: its
   * client takes writes that are acknowledged in another order for holes, and cuts the file there (observed with 9.2).
   */
  const answer = (id: number, work: () => Promise<unknown>): void => {
    last = last.then(work).catch((error: unknown) => {
      const status = statusOfError(error)
      if (status === statusCodes.failure) log.debug({ err: error }, 'file request failed')
      sftp.status(id, status, status === statusCodes.failure && error instanceof Error ? reasonOf(error) : '')
    })
  }
  const done = (id: number) => () => sftp.status(id, statusCodes.ok)
  const attributes = (id: number) => (found: Parameters<typeof attributesOf>[0]) => sftp.attrs(id, attributesOf(found))

  sftp.on('OPEN', (id, path, flags, given: Attributes) =>
    answer(id, async () => sftp.handle(id, await handles.openFile(real(path), openFlags(flags), permissionsOf(given)))),
  )
  sftp.on('READ', (id, handle, offset, length) =>
    answer(id, async () => {
      const data = await handles.read(handle, offset, Math.min(length, mostBytes))
      if (data.length === 0) sftp.status(id, statusCodes.endOfFile)
      else sftp.data(id, data)
    }),
  )
  sftp.on('WRITE', (id, handle, offset, data) => answer(id, () => handles.write(handle, offset, data).then(done(id))))
  sftp.on('CLOSE', (id, handle) => answer(id, () => handles.close(handle).then(done(id))))
  sftp.on('FSTAT', (id, handle) => answer(id, async () => attributes(id)(await handles.file(handle).stat())))
  sftp.on('STAT', (id, path) => answer(id, () => stat(real(path)).then(attributes(id))))
  sftp.on('LSTAT', (id, path) => answer(id, () => lstat(real(path)).then(attributes(id))))
  sftp.on('SETSTAT', (id, path, given) => answer(id, () => setAttributes(real(path), given).then(done(id))))
  sftp.on('FSETSTAT', (id, handle, given) =>
    answer(id, async () => setAttributes(handles.file(handle), given).then(done(id))),
  )
  sftp.on('OPENDIR', (id, path) => answer(id, async () => sftp.handle(id, await handles.openFolder(real(path)))))
  sftp.on('READDIR', (id, handle) =>
    answer(id, async () => {
      const names = await handles.readNames(handle)
      if (names.length === 0) sftp.status(id, statusCodes.endOfFile)
      else sftp.name(id, names)
    }),
  )
  sftp.on('REMOVE', (id, path) =>
    answer(id, async () => {
      if ((await lstat(real(path))).isDirectory()) throw new Error('is a directory')
      await rm(real(path)).then(done(id))
    }),
  )
  sftp.on('MKDIR', (id, path, given) =>
    answer(id, () => mkdir(real(path), { mode: permissionsOf(given) ?? 0o777 }).then(done(id))),
  )
  sftp.on('RMDIR', (id, path) => answer(id, () => rmdir(real(path)).then(done(id))))
  sftp.on('RENAME', (id, from, to) =>
    answer(id, async () => {
      // "it is an error if there already exists a file with the name specified by newpath" (section 6.5)
      if (await exists(real(to))) throw new Error('the new name is taken')
      await rename(real(from), real(to)).then(done(id))
    }),
  )
  sftp.on('REALPATH', (id, path) =>
    answer(id, async () => {
      const found = await realpath(absolute(path)).catch(() => absolute(path))
      sftp.name(id, [{ filename: found, longname: found, attrs: noAttributes }])
    }),
  )
  sftp.on('READLINK', (id, path) =>
    answer(id, async () => {
      const target = await readlink(real(path))
      sftp.name(id, [{ filename: target, longname: target, attrs: noAttributes }])
    }),
  )
  // the link first, whatever the library's types call it (SFTP.md of ssh2); OpenSSH's other order is turned round before
  sftp.on('SYMLINK', (id, link, target) => answer(id, () => symlink(target, real(link)).then(done(id))))
  sftp.on('error', (error: Error) => {
    log.debug({ err: error }, 'file transfer ended by a malformed request')
    sftp.end()
  })
  const close = (): Promise<void> => last.then(() => handles.closeAll())
  sftp.on('end', () => {
    void close().then(() => {
      sayDone(sftp)
      sftp.end()
    })
  })
  sftp.on('close', () => void close())
  return close
}

/**
 * A subsystem ends like a program, with a status (RFC 4254 section 6.10), and `scp` fails without one (observed with
 * OpenSSH 9.2). The library has no call for it: the protocol below its file transfer has.
 */
function sayDone(sftp: SFTPWrapper): void {
  const inner = sftp as unknown as {
    readonly _protocol: { exitStatus(channel: number, status: number): void }
    readonly outgoing: { readonly id: number; readonly state: string }
  }
  if (inner.outgoing.state === 'open') inner._protocol.exitStatus(inner.outgoing.id, 0)
}

/** The library wants them and sends none when they are empty. */
const noAttributes = {} as Attributes

const permissionsOf = ({ mode }: Partial<Attributes>): number | undefined =>
  mode === undefined ? undefined : mode & 0o7777

const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  )

/** `EISDIR: illegal operation on a directory, read` without path, which would show where the machine's files are. */
const reasonOf = ({ message }: Error): string => message.replace(/ '.*$/, '')
