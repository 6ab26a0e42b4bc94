/** The type of managed disks, in registered case. */
export const diskType = 'Microsoft.Compute/disks'
