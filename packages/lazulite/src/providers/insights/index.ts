/** Microsoft.Insights, as far as it is the activity log. */
import { defineProvider } from '../define.js'
import { eventCategories, eventTypeValues } from './event-types.js'

export const insights = defineProvider({
  namespace: 'Microsoft.Insights',
  registrationPolicy: 'RegistrationRequired',
  types: [eventTypeValues, eventCategories],
})
