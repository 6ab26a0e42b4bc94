import { KeyRegular } from '@fluentui/react-icons'
import { subscriptionType } from '../../api/resource-reference.js'
import type { ResourceTypeDescription } from '../define.js'

export const subscriptions: ResourceTypeDescription = {
  type: subscriptionType,
  singular: 'Subscription',
  plural: 'Subscriptions',
  icon: KeyRegular,
  apiVersion: '2022-12-01',
}
