import { expect, it } from 'vitest'
import { isGuid } from './guid.js'

it.each([
  ['10000000-0000-4000-8000-00000000000f', true],
  ['10000000-0000-4000-8000-00000000000F', true],
  ['{10000000-0000-4000-8000-00000000000f}', false],
  ['1000000000004000800000000000000f', false],
  ['10000000-0000-4000-8000-00000000000g', false],
  ['10000000-0000-4000-8000-00000000000f\n', false],
  ['', false],
])('%j is a GUID: %s', (text, expected) => expect(isGuid(text)).toBe(expected))
