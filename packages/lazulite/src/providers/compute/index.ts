/** Microsoft.Compute: virtual machines, their sizes, and the operations that clients poll. */
import { defineProvider } from '../define.js'
import { computeOperations } from './operations.js'
import { virtualMachines } from './virtual-machines.js'
import { vmSizes } from './vm-sizes.js'

export const compute = defineProvider({
  namespace: 'Microsoft.Compute',
  registrationPolicy: 'RegistrationRequired',
  types: [virtualMachines, computeOperations, vmSizes],
})
