/** Paths and api-versions of the Resource Manager calls that the commands make. */

export const groupPath = (subscriptionId: string, group: string): string =>
  `/subscriptions/${subscriptionId}/resourceGroups/${encodeURIComponent(group)}`

export const machinePath = (subscriptionId: string, group: string, name: string): string =>
  `${groupPath(subscriptionId, group)}/providers/Microsoft.Compute/virtualMachines/${encodeURIComponent(name)}`

export const groupVersion = 'api-version=2021-04-01'
export const machineVersion = 'api-version=2024-07-01'
export const roleAssignmentVersion = 'api-version=2022-04-01'
