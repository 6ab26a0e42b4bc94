/** What one changes, others see: without a reload, within a second of the service's answer. */
import type { Page } from '@playwright/test'
import { collectComplaints } from './support/complaints.ts'
import { expect, signIn, subscriptionId, type TestCloud, test } from './support/portal-test.ts'

const group = `/subscriptions/${subscriptionId}/resourceGroups/two-browsers`
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7'
const contributor = 'b24988ac-6180-42a0-ab88-20f7382dd24c'
/** Milliseconds. */
const aSecond = 1000
/** What is held to the clock runs when nothing else does. */
const timed = { tag: '@timed' }

test.beforeAll(async ({ cloud }) => {
  await cloud.arm('PUT', `${group}?api-version=2024-11-01`, { location: 'westus2' })
})

interface Assignment {
  readonly role: string
  readonly principalId: string
}
const assign = (cloud: TestCloud, { role, principalId }: Assignment) =>
  cloud.arm(
    'PUT',
    `${group}/providers/Microsoft.Authorization/roleAssignments/${crypto.randomUUID()}?api-version=2022-04-01`,
    {
      properties: {
        roleDefinitionId: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
        ...{ principalId, principalType: 'User' },
      },
    },
  )

/** The list of role assignments, with what it has at first. */
async function openAssignments(page: Page, cloud: TestCloud) {
  await signIn(page, cloud, { link: `#resource${group}/users?tab=roleassignments` })
  await expect(
    page.getByRole('table', { name: 'Role assignments' }).getByRole('row', { name: /Owner/ }).first(),
  ).toBeVisible()
}

const assignmentOf = (page: Page, name: string) =>
  page.getByRole('table', { name: 'Role assignments' }).getByRole('row', { name: new RegExp(`\\b${name}\\b`) })

test('an assignment made in one browser is in the other within a second', timed, async ({ page, browser, cloud }) => {
  const { id } = await cloud.addUser('made-in-browser')
  const other = await browser.newContext({ ignoreHTTPSErrors: true })
  const watching = await other.newPage()
  const complaints = await collectComplaints(watching)
  await openAssignments(watching, cloud)

  await signIn(page, cloud, { link: `#resource${group}/addroleassignment?role=${reader}&principalId=${id}&tab=review` })
  const answered = page
    .waitForResponse((response) => response.request().method() === 'PUT' && /roleAssignments/i.test(response.url()))
    .then((response) => ({ status: response.status(), at: Date.now() }))
  const shown = assignmentOf(watching, 'made-in-browser')
    .waitFor()
    .then(() => Date.now())
  await expect(page.getByText('made-in-browser').first()).toBeVisible()
  await page.getByRole('button', { name: 'Review + assign' }).click()
  const { status, at } = await answered
  expect(status).toBe(201)
  expect((await shown) - at).toBeLessThan(aSecond)
  expect(complaints).toEqual([])
  await other.close()
})

test(
  'an assignment made by another client is in the list within a second, and is gone as soon',
  timed,
  async ({ page, cloud }) => {
    const { id } = await cloud.addUser('made-by-client')
    await openAssignments(page, cloud)
    const row = assignmentOf(page, 'made-by-client')
    const made = (await assign(cloud, { role: contributor, principalId: id })) as { readonly id: string } // ARM's answer
    const answered = Date.now()
    await row.waitFor()
    expect(Date.now() - answered).toBeLessThan(aSecond)

    await cloud.arm('DELETE', `${made.id}?api-version=2022-04-01`)
    const removed = Date.now()
    await row.waitFor({ state: 'detached' })
    expect(Date.now() - removed).toBeLessThan(aSecond)
  },
)

test('a machine made by another client is in the list while it is made', timed, async ({ page, cloud }) => {
  await signIn(page, cloud, { link: '#browse/Microsoft.Compute%2FvirtualMachines' })
  await expect(page.getByRole('heading', { level: 1, name: 'Virtual machines' })).toBeVisible()
  const shown = page
    .getByRole('link', { name: 'seen-at-once', exact: true })
    .waitFor()
    .then(() => Date.now())
  await cloud.cli('vm', 'create', '-g', 'two-browsers', '-n', 'seen-at-once')
  const answered = Date.now()
  expect((await shown) - answered).toBeLessThan(aSecond)
})
