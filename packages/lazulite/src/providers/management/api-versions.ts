/** Of Microsoft.Management: those in its recorded manifest, and the later ones that the SDKs send. */
export const managementApiVersions: readonly string[] = [
  '2018-01-01-preview',
  '2018-03-01-beta',
  '2018-03-01-preview',
  '2019-11-01',
  '2020-02-01',
  '2020-05-01',
  '2020-10-01',
  '2021-04-01',
  '2023-04-01',
]

/** Types have a slash in front until 2019 (recorded 2018-03-01-preview), none since (specification of 2020-02-01). */
export const spelt = (type: string, apiVersion: string): string => (apiVersion < '2020' ? `/providers/${type}` : type)
