/** The smallest body with which Compute creates a Linux machine. */
import type { Json, JsonObject } from '../domain/json.js'

/** @param identity  its `identity` member; left out when `undefined` */
export const vmBody = (identity?: Json): JsonObject => ({
  location: 'westus',
  ...(identity === undefined ? {} : { identity }),
  properties: {
    storageProfile: {
      imageReference: { publisher: 'Canonical', offer: 'UbuntuServer', sku: '18.04-LTS', version: 'latest' },
    },
    osProfile: { adminUsername: 'me', adminPassword: 'Secret-123456' },
  },
})
