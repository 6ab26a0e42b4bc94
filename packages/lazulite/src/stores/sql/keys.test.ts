import { describe, expect, it } from 'vitest'
import { servicePrincipalNameKey } from './keys.js'

describe('servicePrincipalNameKey', () => {
  it.each([
    ['https://Management.Azure.com', 'https://management.azure.com'],
    ['https://management.core.windows.net//', 'https://management.core.windows.net'],
    ['api://app/inner/', 'api://app/inner'],
    ['///', ''],
    ['', ''],
  ])('%s is compared as %s', (name, key) => expect(servicePrincipalNameKey(name)).toBe(key))

  it('takes a long run of slashes in one pass', () => {
    expect(servicePrincipalNameKey(`a${'/'.repeat(1_000_000)}`)).toBe('a')
  })
})
