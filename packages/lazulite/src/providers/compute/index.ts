/** Microsoft.Compute: virtual machines, scale sets, sizes, and the operations that clients poll. */
import { defineProvider } from '../define.js'
import { availabilitySets } from './availability-sets.js'
import { machineExtensions } from './machine-extensions.js'
import { computeOperations } from './operations.js'
import { scaleSetInstances, scaleSets } from './scale-sets/scale-sets.js'
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
  ],
})
