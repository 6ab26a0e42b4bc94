import { expect, it } from 'vitest'
import { newestVersion } from './use-resource-type.js'

const types = [
  { resourceType: 'disks', apiVersions: ['2023-01-02', '2025-01-02', '2024-03-02'] },
  { resourceType: 'Disks/parts', apiVersions: ['2024-01-01', '2025-06-01-preview'] },
  { resourceType: 'novelties', apiVersions: ['2025-01-01-preview', '2026-01-01-preview'] },
]

it.each<readonly [string, string | undefined, string]>([
  ['disks', '2025-01-02', 'the newest'],
  ['DISKS', '2025-01-02', 'case does not matter'],
  ['disks/parts', '2024-01-01', 'a preview only where there is nothing else'],
  ['novelties', '2026-01-01-preview', 'the newest preview'],
  ['unknown', undefined, 'a type that the provider does not have'],
])('%s is asked for with %s: %s', (name, expected) => expect(newestVersion(types, name)).toBe(expected))
