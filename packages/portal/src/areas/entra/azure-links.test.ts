import { describe, expect, it } from 'vitest'
import { pathOfAzureLink } from './azure-links.js'

describe("links into Azure's Entra extensions", () => {
  it.each([
    ['ActiveDirectoryMenuBlade/~/Overview', ['overview']],
    ['ActiveDirectoryMenuBlade/~/RegisteredApps', ['applications']],
    ['UsersManagementMenuBlade/~/AllUsers', ['users']],
    ['UserProfileMenuBlade/~/overview/userId/u1', ['users', 'u1']],
    ['UserProfileMenuBlade/~/overview/userId/u1/hidePreviewBanner~/true', ['users', 'u1']],
    ['UserProfileMenuBlade/~/Groups/userId/u1', ['users', 'u1', 'groups']],
    ['GroupDetailsMenuBlade/~/Members/groupId/g1', ['groups', 'g1', 'members']],
    ['ApplicationsListBlade', ['applications']],
    ['ApplicationMenuBlade/~/Credentials/appId/a1/isMSAApp~/false', ['applications', 'appId:a1', 'credentials']],
    ['ManagedAppMenuBlade/~/Overview/objectId/s1/appId/a1', ['enterprise-applications', 's1']],
    ['StartboardApplicationsMenuBlade/~/AppAppsPreview', ['enterprise-applications']],
    ['SignInEventsV3Blade', ['sign-ins']],
    ['users/u1', undefined],
    ['SomethingElseBlade', undefined],
    ['__proto__', undefined],
    ['constructor', undefined],
  ])('%s leads to %o', (link, expected) => expect(pathOfAzureLink(link.split('/'))).toEqual(expected))
})
