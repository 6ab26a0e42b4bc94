/**
 * Files as SFTP version 3 tells them (draft-ietf-secsh-filexfer-02, sections 5 and 7): attributes, and the line of `ls -l`.
 */
import { constants, type Stats } from 'node:fs'
import type { Attributes } from 'ssh2'

export const attributesOf = ({ mode, uid, gid, size, atimeMs, mtimeMs }: Stats): Attributes => ({
  ...{ mode, uid, gid, size },
  atime: Math.max(0, Math.floor(atimeMs / 1000)),
  mtime: Math.max(0, Math.floor(mtimeMs / 1000)),
})

const kinds: readonly (readonly [number, string])[] = [
  [constants.S_IFDIR, 'd'],
  [constants.S_IFLNK, 'l'],
  [constants.S_IFCHR, 'c'],
  [constants.S_IFBLK, 'b'],
  [constants.S_IFIFO, 'p'],
  [constants.S_IFSOCK, 's'],
]

/** `drwxr-xr-x`; set-id and sticky bits in the place of `x`, as ls(1). */
export function modeText(mode: number): string {
  const kind = kinds.find(([bits]) => (mode & constants.S_IFMT) === bits)?.[1] ?? '-'
  const triple = (shift: number, special: number, letter: string): string => {
    const bits = mode >> shift
    const isSpecial = (mode & special) !== 0
    const last = (bits & 1) !== 0 ? (isSpecial ? letter : 'x') : isSpecial ? letter.toUpperCase() : '-'
    return `${(bits & 4) !== 0 ? 'r' : '-'}${(bits & 2) !== 0 ? 'w' : '-'}${last}`
  }
  return `${kind}${triple(6, 0o4000, 's')}${triple(3, 0o2000, 's')}${triple(0, 0o1000, 't')}`
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `-rw-r--r--    1 1000     1000          220 Mar 31  2024 .profile`, times in UTC; owners as numbers, for names are not known. */
export function longName(name: string, { mode, nlink, uid, gid, size, mtimeMs }: Stats, nowMillis: number): string {
  const time = new Date(mtimeMs)
  const isRecent = mtimeMs <= nowMillis && nowMillis - mtimeMs < 182 * 86_400_000
  const two = (value: number): string => String(value).padStart(2, '0')
  const clock = isRecent
    ? `${two(time.getUTCHours())}:${two(time.getUTCMinutes())}`
    : String(time.getUTCFullYear()).padStart(5)
  const day = `${months[time.getUTCMonth()] ?? ''} ${String(time.getUTCDate()).padStart(2)}`
  const columns = [
    modeText(mode),
    String(nlink).padStart(4),
    String(uid).padEnd(8),
    String(gid).padEnd(8),
    String(size).padStart(8),
  ]
  return [...columns, day, clock, name].join(' ')
}

/** Flags of `SSH_FXP_OPEN` (section 6.3) as open(2) has them. */
export function openFlags(requested: number): number {
  const has = (bit: number): boolean => (requested & bit) !== 0
  const access = has(1) && has(2) ? constants.O_RDWR : has(2) ? constants.O_WRONLY : constants.O_RDONLY
  return (
    access |
    (has(4) ? constants.O_APPEND : 0) |
    (has(8) ? constants.O_CREAT : 0) |
    (has(16) ? constants.O_TRUNC : 0) |
    (has(32) ? constants.O_EXCL : 0)
  )
}

/** `SSH_FX_…` (section 7). */
export const statusCodes = {
  ok: 0,
  endOfFile: 1,
  noSuchFile: 2,
  permissionDenied: 3,
  failure: 4,
  unsupported: 8,
} as const

export function statusOfError(error: unknown): number {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') return statusCodes.noSuchFile
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return statusCodes.permissionDenied
  return statusCodes.failure
}
