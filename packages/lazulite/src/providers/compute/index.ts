/** Microsoft.Compute: virtual machines, scale sets, disks, images and sizes, and the operations that clients poll. */
import { defineProvider } from '../define.js'
import { availabilitySets } from './availability-sets.js'
import { customImages } from './custom-images.js'
import { diskOperations } from './disk-operation.js'
import { disks } from './disks.js'
import { platformImageTypes } from './images.js'
import { machineExtensions } from './machine-extensions.js'
import { computeOperations } from './operations.js'
import { scaleSetInstances, scaleSets } from './scale-sets/scale-sets.js'
import { computeSkus } from './skus.js'
import { computeUsages } from './usages.js'
import { virtualMachines } from './virtual-machines.js'
import { vmSizes } from './vm-sizes.js'

export const compute = defineProvider({
  namespace: 'Microsoft.Compute',
  registrationPolicy: 'RegistrationRequired',
  types: [
    virtualMachines,
    machineExtensions,
    availabilitySets,
    scaleSets,
    scaleSetInstances,
    computeOperations,
    vmSizes,
    disks,
    diskOperations,
    customImages,
    ...platformImageTypes,
    computeUsages,
    computeSkus,
  ],
})
