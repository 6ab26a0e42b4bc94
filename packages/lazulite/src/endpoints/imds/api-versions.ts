/** Versions of the instance metadata service, and since when each category exists (Azure Instance Metadata Service page, 2025). */

/** Oldest first, as `GET /metadata/versions` lists them. */
export const apiVersions: readonly string[] = [
  '2017-03-01',
  '2017-04-02',
  '2017-08-01',
  '2017-10-01',
  '2017-12-01',
  '2018-02-01',
  '2018-04-02',
  '2018-10-01',
  '2019-02-01',
  '2019-03-11',
  '2019-04-30',
  '2019-06-01',
  '2019-06-04',
  '2019-08-01',
  '2019-08-15',
  '2019-11-01',
  '2020-06-01',
  '2020-07-15',
  '2020-09-01',
  '2020-10-01',
  '2020-12-01',
  '2021-01-01',
  '2021-02-01',
  '2021-03-01',
  '2021-05-01',
  '2021-08-01',
  '2021-10-01',
  '2021-11-01',
  '2021-11-15',
  '2021-12-13',
  '2023-07-01',
  '2023-11-15',
  '2024-03-15',
  '2024-07-17',
  '2025-04-07',
]

/** What a refused version is answered with. */
export const newestVersions: readonly string[] = apiVersions.slice(-3).reverse()

/** Scheduled events count their own versions, some of which the other categories do not know. */
const scheduledEventVersions: readonly string[] = [
  '2017-08-01',
  '2017-11-01',
  '2019-01-01',
  '2019-04-01',
  '2019-08-01',
  '2020-07-01',
]

export type Category = 'attested' | 'identity' | 'instance' | 'loadbalancer' | 'scheduledevents'

const firstVersions: Readonly<Record<Exclude<Category, 'scheduledevents'>, string>> = {
  attested: '2018-10-01',
  identity: '2018-02-01',
  instance: '2017-04-02',
  loadbalancer: '2020-10-01',
}

/** Is the version listed, and does the category exist in it? Versions are dates, so they order as text. */
export function isKnownVersion(version: string, category: Category): boolean {
  if (category === 'scheduledevents') return scheduledEventVersions.includes(version)
  return apiVersions.includes(version) && version >= firstVersions[category]
}
