import { describe, expect, it } from 'vitest'
import { membersAt } from './json-path.js'

const body = { disks: [{ lun: 0 }, { lun: 1, name: 'b' }, 'text'], size: { name: 's' }, none: null }

describe('membersAt', () => {
  it.each([
    ['size.name', [['size.name', 's']]],
    [
      'disks.*.lun',
      [
        ['disks[0].lun', 0],
        ['disks[1].lun', 1],
      ],
    ],
    ['disks.*.name', [['disks[1].name', 'b']]],
    ['none', [['none', null]]],
    ['none.more', []],
    ['size.*', []],
    ['disks.lun', []],
    ['absent', []],
  ])('finds %s', (path, found) => expect(membersAt(body, path)).toEqual(found))
})
