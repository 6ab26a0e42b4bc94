import { expect, it } from 'vitest'
import { versionsOf } from './api-versions.js'

const types = [{ resourceType: 'virtualMachines/extensions', apiVersions: ['2020-01-01', '2024-07-01'] }]

it.each([
  ['the newest first', 'virtualmachines/EXTENSIONS', '2024-07-01', ['2024-07-01', '2020-01-01']],
  [
    'the one in use though it is not listed',
    'virtualMachines/extensions',
    '2022-01-01',
    ['2024-07-01', '2022-01-01', '2020-01-01'],
  ],
  ['the one in use of an unknown type', 'disks', '2022-01-01', ['2022-01-01']],
])('offers %s', (_, name, used, expected) => expect(versionsOf(types, { name, used })).toEqual(expected))
