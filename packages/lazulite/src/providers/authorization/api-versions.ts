/**
 * Api-versions of Microsoft.Authorization and what each of them shows.
 *
 * Sources: the provider's manifest as recorded in 2021, and the later versions that az, Az PowerShell, Terraform and
 * the SDKs send. Which member appears when: recorded answers of 2014-10-01-preview to 2022-04-01.
 */
import type { ApiVersions } from '../define.js'

const until2018: ApiVersions = [
  '2014-04-01-preview',
  '2014-07-01-preview',
  '2014-10-01-preview',
  '2015-05-01-preview',
  '2015-06-01',
  '2015-07-01',
  '2016-07-01',
  '2017-05-01',
]

export const roleAssignmentVersions: ApiVersions = [
  ...until2018,
  '2017-09-01',
  '2017-10-01-preview',
  '2018-01-01-preview',
  '2018-07-01',
  '2018-09-01-preview',
  '2018-12-01-preview',
  '2019-04-01-preview',
  '2020-03-01-preview',
  '2020-04-01-preview',
  '2020-08-01-preview',
  '2020-10-01-preview',
  '2021-04-01-preview',
  '2022-01-01-preview',
  '2022-04-01',
]

export const roleDefinitionVersions: ApiVersions = [
  ...until2018,
  '2017-09-01',
  '2018-01-01-preview',
  '2018-07-01',
  '2022-04-01',
  '2022-05-01-preview',
]

export const permissionVersions: ApiVersions = [
  ...until2018,
  '2018-01-01-preview',
  '2018-07-01',
  '2022-04-01',
  '2022-05-01-preview',
]

/** The last one introduced writing; without it deny assignments are made by the platform alone. */
export const denyAssignmentVersions: ApiVersions = [
  '2018-07-01',
  '2018-07-01-preview',
  '2019-03-01-preview',
  '2020-03-01-preview',
  '2022-04-01',
  '2024-07-01-preview',
]

const since = (apiVersion: string, date: string): boolean => apiVersion.slice(0, 10) >= date

/** createdOn, updatedOn, createdBy, updatedBy: absent in 2015-05-01-preview, present in 2015-07-01. */
export const showsDates = (apiVersion: string): boolean => since(apiVersion, '2015-06-01')

/** Absent in 2015-07-01, present in 2018-01-01-preview; of the versions between no answer is known. */
export const showsPrincipalType = (apiVersion: string): boolean => since(apiVersion, '2018-01-01')

/** condition, conditionVersion, delegatedManagedIdentityResourceId, description: absent in 2018-09-01-preview, present in 2020-04-01-preview. */
export const showsConditions = (apiVersion: string): boolean => since(apiVersion, '2020-03-01')

/** Az PowerShell's version alone prints it, always false. */
export const showsCanDelegate = (apiVersion: string): boolean => apiVersion.toLowerCase() === '2020-08-01-preview'

/** dataActions and notDataActions: absent in 2015-07-01, present in 2018-01-01-preview. */
export const showsDataActions = (apiVersion: string): boolean => since(apiVersion, '2018-01-01')

/** Conditions of a role's permission blocks. Decision: only where there is one, in the version that introduced them. */
export const showsBlockConditions = (apiVersion: string): boolean => since(apiVersion, '2022-05-01')

/** Lists end in `"nextLink":null` in 2015-07-01, and have no such member in 2015-05-01-preview and from 2018 on. */
export const endsWithNextLink = (apiVersion: string): boolean =>
  since(apiVersion, '2015-06-01') && !since(apiVersion, '2018-01-01')

/** condition and conditionVersion of deny assignments and of their blocks: since 2019-03-01-preview ("API versions of Azure RBAC REST APIs"). */
export const showsDenyConditions = (apiVersion: string): boolean => since(apiVersion, '2019-03-01')

/** createdOn, updatedOn, createdBy, updatedBy of deny assignments: since 2020-03-01-preview (the same page, with a question mark). */
export const showsDenyDates = (apiVersion: string): boolean => since(apiVersion, '2020-03-01')

/** PUT and DELETE of deny assignments, and denyAssignmentEffect: since 2024-07-01-preview (Azure/azure-rest-api-specs#41104). */
export const writesDenyAssignments = (apiVersion: string): boolean => since(apiVersion, '2024-07-01')

/** Filters of roleDefinitions that are not understood are refused since 2016-07-01; before, they were ignored (the same page). */
export const refusesUnknownFilters = (apiVersion: string): boolean => since(apiVersion, '2016-07-01')
