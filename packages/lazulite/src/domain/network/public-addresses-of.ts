/** The public addresses that somebody has. */
import type { Resource } from '../arm-resource/resource.js'
import { textAt } from '../json.js'
import { type Address, parseAddress } from './address.js'

/** @param resources  records of `publicIPAddresses` */
export const publicAddressesOf = (resources: readonly Resource[]): Address[] =>
  resources.flatMap(({ body }) => {
    const address = parseAddress(textAt(body, 'properties', 'ipAddress') ?? '')
    return address === undefined ? [] : [address]
  })
