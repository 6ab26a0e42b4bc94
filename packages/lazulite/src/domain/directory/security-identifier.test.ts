import { expect, it } from 'vitest'
import { securityIdentifier } from './security-identifier.js'

// groups of a tenant of Azure CLI's test recordings, 2022 and 2023
it.each([
  ['a3f6c606-38ec-42d7-8c0e-d4ecaf0d9d61', 'S-1-12-1-2750858758-1121401068-3973320332-1637682607'],
  ['7fc3ad5e-575d-4aec-bcc2-957e983140fd', 'S-1-12-1-2143530334-1257002845-2123743932-4248842648'],
  ['00e7bb05-86a1-49e2-bb6e-3dd60ab63a3a', 'S-1-12-1-15186693-1239582369-3594350267-976926218'],
])('%s is %s', (objectId, expected) => expect(securityIdentifier(objectId)).toBe(expected))
