import type { Page } from '@playwright/test'
import { axe } from './support/axe.ts'
import { assignRole, linkOf } from './support/portal-cloud.ts'
import { expect, signIn, subscriptionId, test } from './support/portal-test.ts'

const subscription = `/subscriptions/${subscriptionId}`
const groupType = 'Microsoft.Resources%2FresourceGroups'
const version = 'api-version=2024-11-01'

/** The panel of "Delete resource group", filled in as far as the last question. */
async function confirmDeletion(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Delete resource group' }).click()
  const panel = page.getByRole('dialog', { name: 'Delete a resource group' })
  await panel.getByLabel('Enter resource group name to confirm deletion').fill(name)
  await panel.getByRole('button', { name: 'Delete', exact: true }).click()
}

const openPage = (page: Page, label: string) =>
  page
    .getByRole('navigation', { name: /^Menu of/ })
    .getByRole('link', { name: label, exact: true })
    .click()

test('a group is made, tagged, locked, kept by its lock, unlocked and deleted by clicks', async ({ page, cloud }) => {
  const id = `${subscription}/resourceGroups/clicked`
  await signIn(page, cloud)
  await page.getByRole('main').getByRole('link', { name: 'Resource groups' }).first().click()
  await page.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByRole('heading', { name: 'Create a resource group' })).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'Subscription' })).toHaveText('Lazulite')
  await page.getByLabel('Resource group name').fill('clicked.')
  await expect(page.getByText('The name must not end with a period.')).toBeVisible()
  await page.getByLabel('Resource group name').fill('clicked')
  await page.getByRole('combobox', { name: 'Region' }).click()
  await page.getByRole('option', { name: '(US) West US', exact: true }).click()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByLabel('Name of tag 1').fill('env')
  await page.getByLabel('Value of tag 1').fill('dev')
  await page.getByRole('button', { name: 'Review + create' }).click()
  await expect(page.getByRole('tabpanel')).toContainText('env : dev')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'clicked', exact: true })).toBeVisible()
  expect(await cloud.arm('GET', `${id}?${version}`)).toMatchObject({ location: 'westus', tags: { env: 'dev' } })

  await openPage(page, 'Tags')
  await page.getByLabel('Name of tag 2').fill('owner')
  await page.getByLabel('Value of tag 2').fill('ada')
  await page.getByRole('button', { name: 'Delete tag env' }).click()
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByRole('button', { name: 'Apply' })).toHaveAttribute('aria-disabled', 'true')
  await expect(async () =>
    expect(await cloud.arm('GET', `${id}?${version}`)).toMatchObject({ tags: { owner: 'ada' } }),
  ).toPass()

  await openPage(page, 'Locks')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  const lock = page.getByRole('dialog', { name: 'Add lock' })
  await lock.getByLabel('Lock name').fill('keep')
  await lock.getByRole('combobox', { name: 'Lock type' }).click()
  await page.getByRole('option', { name: 'Delete' }).click()
  await lock.getByLabel('Notes').fill('The team needs it.')
  await lock.getByRole('button', { name: 'OK' }).click()
  await expect(page.getByRole('row', { name: /keep.*Delete.*The team needs it\./ })).toBeVisible()

  await openPage(page, 'Overview')
  await confirmDeletion(page, 'clicked')
  const refusal = page.getByRole('dialog', { name: 'Delete a resource group' }).getByRole('alert')
  await expect(refusal).toContainText('ScopeLocked')
  await expect(refusal).toContainText(
    `because following scope(s) are locked: '${id}'. Please remove the lock and try again.`,
  )
  const panel = page.getByRole('dialog', { name: 'Delete a resource group' })
  await panel.getByRole('button', { name: 'Cancel' }).click()
  await expect(panel).toBeHidden()

  await openPage(page, 'Locks')
  await page.getByRole('button', { name: 'Delete keep' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText('This resource has no locks.')).toBeVisible()

  await openPage(page, 'Overview')
  await confirmDeletion(page, 'clicked')
  await expect(page.getByRole('heading', { name: 'Resource groups' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'clicked', exact: true })).toHaveCount(0)
})

test('several groups are chosen and deleted at once, with what is in them named before', async ({ page, cloud }) => {
  for (const name of ['many-1', 'many-2']) {
    await cloud.arm('PUT', `${subscription}/resourceGroups/${name}?${version}`, { location: 'eastus' })
  }
  await cloud.arm(
    'PUT',
    `${subscription}/resourceGroups/many-1/providers/Microsoft.ManagedIdentity/userAssignedIdentities/inside?api-version=2024-11-30`,
    { location: 'eastus' },
  )
  await signIn(page, cloud, { link: `#browse/${groupType}` })
  await page.getByLabel('Select many-1').check()
  await page.getByLabel('Select many-2').check()
  await page.getByRole('button', { name: 'Delete' }).click()
  const panel = page.getByRole('dialog', { name: 'Delete 2 resource groups' })
  await expect(panel.getByRole('row', { name: /inside.*Managed Identity/ })).toBeVisible()
  await expect(panel.getByRole('heading', { name: 'Dependent resources to be deleted (1)' })).toBeVisible()
  await panel.getByLabel('Enter "delete" to confirm deletion').fill('delete')
  await panel.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('link', { name: /^many-/ })).toHaveCount(0)
})

test('a Reader sees everything and is told what they cannot do', async ({ page, cloud }) => {
  const id = `${subscription}/resourceGroups/readable`
  await cloud.arm('PUT', `${id}?${version}`, { location: 'eastus', tags: { env: 'dev' } })
  const reader = await cloud.addUser('group-reader')
  await assignRole(cloud, { role: 'Reader', scope: id, principalId: reader.id })
  await signIn(page, cloud, { as: reader, link: linkOf(id) })
  await expect(page.getByRole('heading', { name: 'readable' })).toBeVisible()
  const remove = page.getByRole('button', { name: 'Delete resource group' })
  await expect(remove).toHaveAccessibleDescription(/^You cannot do this: .*Reader/)
  await expect(remove).toHaveAttribute('aria-disabled', 'true')
  await openPage(page, 'Tags')
  await expect(page.getByRole('button', { name: 'Apply' })).toHaveAttribute('aria-disabled', 'true')
  await expect(page.getByLabel('Value of tag 1')).not.toBeEditable()
  await openPage(page, 'Locks')
  await expect(page.getByRole('button', { name: 'Add', exact: true })).toHaveAttribute('aria-disabled', 'true')
  await page.goto(`${cloud.origin}/#create/${groupType}?tab=review`)
  await expect(page.getByRole('button', { name: 'Create', exact: true })).toHaveAttribute('aria-disabled', 'true')
})

test('the pages of groups hold up to axe, to 360 pixels, to the dark and to a reload', async ({ page, cloud }) => {
  test.slow() // two looks of axe at each of many pages
  const id = `${subscription}/resourceGroups/shown`
  await cloud.arm('PUT', `${id}?${version}`, { location: 'eastus', tags: { env: 'dev' } })
  await cloud.arm(
    'PUT',
    `${id}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/inside?api-version=2024-11-30`,
    { location: 'eastus' },
  )
  await signIn(page, cloud)
  const pages = [
    { link: `#browse/${groupType}`, heading: 'Resource groups', text: 'shown' },
    { link: `#create/${groupType}?tab=tags`, heading: 'Create a resource group', text: 'Value' },
    { link: linkOf(id), heading: 'shown', text: 'inside' },
    { link: linkOf(id, 'exporttemplate'), heading: 'shown | Export template', text: 'deploymentTemplate.json' },
    { link: '#view/all-resources', heading: 'All resources', text: 'inside' },
    {
      link: '#view/create-resource?resourceGroup=shown',
      heading: 'Create a resource',
      text: 'In resource group shown',
    },
    { link: '#home', heading: 'Home', text: 'Recent resources' },
  ]
  for (const { link, heading, text } of pages) {
    await page.goto(`${cloud.origin}/${link}`)
    await page.reload()
    await expect(page.getByRole('heading', { name: heading, exact: true })).toBeVisible()
    await expect(page.getByRole('main')).toContainText(text)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await axe(page, { include: '#main', where: `${link}, ${colorScheme}` })
    }
    await page.setViewportSize({ width: 360, height: 740 })
    expect(await page.evaluate(() => document.querySelector('main')?.scrollWidth ?? 0)).toBeLessThanOrEqual(360)
    await page.setViewportSize({ width: 1280, height: 800 })
  }
})

test('home remembers what was opened, by the names that people know', async ({ page, cloud }) => {
  await cloud.arm('PUT', `${subscription}/resourceGroups/recent?${version}`, { location: 'eastus' })
  await signIn(page, cloud, { link: linkOf(`${subscription}/resourceGroups/recent`, 'tags') })
  // the breadcrumb is there before the page is
  await expect(page.getByRole('heading', { level: 1, name: /^recent/ })).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Breadcrumb' })).toContainText(/Home.*Lazulite.*recent/)
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Lazulite' }).click()
  await expect(page.getByRole('heading', { name: 'Lazulite', exact: true })).toBeVisible()
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Home' }).click()
  const recent = page.getByRole('list', { name: 'Recent resources' }).getByRole('link')
  await expect(recent).toHaveText(['Lazulite', 'recent'])
})
