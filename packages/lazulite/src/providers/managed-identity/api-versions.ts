/** The api-versions of Microsoft.ManagedIdentity that clients were seen to send or that its specification has, oldest first. */
export const managedIdentityApiVersions: readonly string[] = [
  '2015-08-31-preview',
  '2018-11-30',
  '2021-09-30-preview',
  '2022-01-31-preview',
  '2023-01-31',
  '2023-07-31-preview',
  '2024-11-30',
  '2025-01-31-preview',
  '2025-05-31-preview',
  '2026-04-30',
]
