import { constants, type Stats } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { attributesOf, longName, modeText, openFlags, statusOfError } from './file-attributes.js'

const stats = (parts: Partial<Stats>): Stats =>
  ({
    ...{ mode: 0o100644, nlink: 1, uid: 1000, gid: 1000, size: 220, atimeMs: 1_999, mtimeMs: 1_999 },
    ...parts,
  }) as Stats // the parts that are read

describe('modeText', () => {
  it.each([
    [0o100644, '-rw-r--r--'],
    [0o040755, 'drwxr-xr-x'],
    [0o120777, 'lrwxrwxrwx'],
    [0o041777, 'drwxrwxrwt'],
    [0o041776, 'drwxrwxrwT'],
    [0o104755, '-rwsr-xr-x'],
    [0o102644, '-rw-r-Sr--'],
    [0o010600, 'prw-------'],
    [0o020620, 'crw--w----'],
    [0o060660, 'brw-rw----'],
    [0o140777, 'srwxrwxrwx'],
    [0o100000, '----------'],
  ])('%o is %s', (mode, expected) => expect(modeText(mode)).toBe(expected))
})

describe('longName', () => {
  const now = Date.UTC(2030, 5, 15)
  it.each([
    [Date.UTC(2030, 5, 3, 4, 5), 'Jun  3 04:05'],
    [Date.UTC(2029, 5, 13, 4, 5), 'Jun 13  2029'],
    [Date.UTC(2031, 0, 1), 'Jan  1  2031'],
  ])('has the time of a file as ls has it', (mtimeMs, time) => {
    expect(longName('.profile', stats({ mtimeMs }), now)).toBe(
      `-rw-r--r--    1 1000     1000          220 ${time} .profile`,
    )
  })
})

describe('attributes', () => {
  it('are whole seconds, none before 1970', () => {
    const { mode, uid, gid, size } = stats({})
    expect(attributesOf(stats({ atimeMs: -1 }))).toEqual({ mode, uid, gid, size, atime: 0, mtime: 1 })
  })
})

describe('openFlags', () => {
  const { O_RDONLY, O_WRONLY, O_RDWR, O_APPEND, O_CREAT, O_TRUNC, O_EXCL } = constants
  it.each([
    [1, O_RDONLY],
    [2, O_WRONLY],
    [3, O_RDWR],
    [2 | 8 | 16, O_WRONLY | O_CREAT | O_TRUNC],
    [2 | 4 | 8, O_WRONLY | O_APPEND | O_CREAT],
    [2 | 8 | 32, O_WRONLY | O_CREAT | O_EXCL],
    [0, O_RDONLY],
  ])('%i', (requested, expected) => expect(openFlags(requested)).toBe(expected))
})

describe('statusOfError', () => {
  it.each([
    [Object.assign(new Error(), { code: 'ENOENT' }), 2],
    [Object.assign(new Error(), { code: 'ENOTDIR' }), 2],
    [Object.assign(new Error(), { code: 'EACCES' }), 3],
    [Object.assign(new Error(), { code: 'EROFS' }), 3],
    [Object.assign(new Error(), { code: 'EEXIST' }), 4],
    [new Error('anything'), 4],
    ['thrown text', 4],
  ])('%j is %i', (error, expected) => expect(statusOfError(error)).toBe(expected))
})
