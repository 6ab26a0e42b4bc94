/** Types whose records stand for a machine that runs. */
export const virtualMachineType = 'Microsoft.Compute/virtualMachines'
/** Of a Uniform scale set; a Flexible one has ordinary virtual machines. */
export const scaleSetInstanceType = 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines'
export const machineTypes: readonly string[] = [virtualMachineType, scaleSetInstanceType]
