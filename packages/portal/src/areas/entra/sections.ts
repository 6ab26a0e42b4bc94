/** The menu of "Microsoft Entra ID": what each entry opens, in the order of Azure's portal. */
import {
  AppFolderRegular,
  AppsListRegular,
  CertificateRegular,
  DesktopRegular,
  DocumentTextRegular,
  type FluentIcon,
  GlobeRegular,
  InfoRegular,
  LockClosedRegular,
  PeopleRegular,
  PersonClockRegular,
  PersonRegular,
  ShieldPersonRegular,
} from '@fluentui/react-icons'
import type { LoadPage } from '../../routing/load-page.js'

export interface ObjectPageProps {
  /** Object id, as the link has it. */
  readonly id: string
  readonly blade: string
}

export interface Section {
  /** In links. */
  readonly id: string
  readonly label: string
  readonly icon: FluentIcon
  readonly group?: 'Manage' | 'Security' | 'Monitoring'
  /** The list. */
  readonly load?: LoadPage<object>
  /** "New …", at `{section}/new`. */
  readonly loadNew?: LoadPage<object>
  /** One of the list, at `{section}/{id}/{page}`. */
  readonly loadObject?: LoadPage<ObjectPageProps>
  /** Why the entry is greyed. */
  readonly unavailable?: string
}

const notHere = (what: string): string => `Not part of this cloud: ${what}.`

export const sections: readonly Section[] = [
  { id: 'overview', label: 'Overview', icon: InfoRegular, load: () => import('./overview.js') },
  {
    ...{ id: 'users', label: 'Users', icon: PersonRegular, group: 'Manage' },
    load: () => import('./users.js'),
    loadNew: () => import('./new-user.js'),
    loadObject: () => import('./user-page.js'),
  },
  {
    ...{ id: 'groups', label: 'Groups', icon: PeopleRegular, group: 'Manage' },
    load: () => import('./groups.js'),
    loadNew: () => import('./new-group.js'),
    loadObject: () => import('./group-page.js'),
  },
  {
    ...{ id: 'roles', label: 'Roles and administrators', icon: ShieldPersonRegular, group: 'Manage' },
    load: () => import('./roles.js'),
    loadObject: () => import('./role-page.js'),
  },
  {
    ...{ id: 'enterprise-applications', label: 'Enterprise applications', icon: AppsListRegular, group: 'Manage' },
    load: () => import('./enterprise-applications.js'),
    loadObject: () => import('./service-principal-page.js'),
  },
  {
    ...{ id: 'applications', label: 'App registrations', icon: AppFolderRegular, group: 'Manage' },
    load: () => import('./applications.js'),
    loadNew: () => import('./new-application.js'),
    loadObject: () => import('./application-page.js'),
  },
  {
    ...{ id: 'devices', label: 'Devices', icon: DesktopRegular, group: 'Manage' },
    unavailable: notHere('registered devices'),
  },
  {
    ...{ id: 'licenses', label: 'Licenses', icon: CertificateRegular, group: 'Manage' },
    unavailable: notHere('licenses'),
  },
  {
    ...{ id: 'domains', label: 'Custom domain names', icon: GlobeRegular, group: 'Manage' },
    unavailable: notHere('domains beside the first one'),
  },
  {
    ...{ id: 'conditional-access', label: 'Conditional Access', icon: LockClosedRegular, group: 'Security' },
    unavailable: notHere('conditions on signing in'),
  },
  {
    ...{ id: 'sign-ins', label: 'Sign-in logs', icon: PersonClockRegular, group: 'Monitoring' },
    load: () => import('./sign-ins.js'),
  },
  {
    ...{ id: 'audit-logs', label: 'Audit logs', icon: DocumentTextRegular, group: 'Monitoring' },
    load: () => import('./audit-logs.js'),
  },
]
