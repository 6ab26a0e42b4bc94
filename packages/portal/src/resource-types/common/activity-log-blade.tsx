/** "Activity log" of a resource, a group or a subscription. */
import { useMemo } from 'react'
import { ActivityLog } from '../../activity-log/activity-log.js'
import { resourceGroupType, subscriptionType } from '../../api/resource-reference.js'
import type { BladeProps } from '../define.js'

export default function ActivityLogBlade({ resource }: BladeProps) {
  const { id, type, subscriptionId = '', resourceGroup } = resource
  const scope = useMemo(
    () => ({
      subscriptionId,
      ...(type === resourceGroupType && resourceGroup !== undefined ? { resourceGroup } : {}),
      ...(type === resourceGroupType || type === subscriptionType ? {} : { resourceUri: id }),
    }),
    [id, type, subscriptionId, resourceGroup],
  )
  return <ActivityLog scope={scope} />
}
