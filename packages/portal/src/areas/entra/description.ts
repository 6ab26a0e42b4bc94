import { PeopleTeamRegular } from '@fluentui/react-icons'
import type { AreaDescription } from '../define.js'

export const entra: AreaDescription = {
  id: 'entra',
  label: 'Microsoft Entra ID',
  icon: PeopleTeamRegular,
  aliases: ['microsoft_aad_iam', 'microsoft_aad_registeredapps', 'microsoft_aad_usersandtenants'],
  parts: {
    users: 'Users',
    groups: 'Groups',
    applications: 'App registrations',
    'enterprise-applications': 'Enterprise applications',
    roles: 'Roles and administrators',
    'sign-ins': 'Sign-in logs',
    'audit-logs': 'Audit logs',
  },
  load: () => import('./entra-page.js'),
}
