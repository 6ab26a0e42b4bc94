import type { Page } from '@playwright/test'
import { axe } from './support/axe.ts'
import { linkOf } from './support/portal-cloud.ts'
import { expect, signIn, subscriptionId, type TestCloud, test } from './support/portal-test.ts'

const subscription = `/subscriptions/${subscriptionId}`

/** A network security group: a type without a folder of its own in the portal. */
async function makeWall(cloud: TestCloud, group: string): Promise<string> {
  await cloud.arm('PUT', `${subscription}/resourceGroups/${group}?api-version=2024-11-01`, { location: 'eastus' })
  const id = `${subscription}/resourceGroups/${group}/providers/Microsoft.Network/networkSecurityGroups/wall`
  await cloud.arm('PUT', `${id}?api-version=2024-07-01`, { location: 'eastus', tags: { env: 'dev' } })
  return id
}

const heading = (page: Page, name: string) => expect(page.getByRole('heading', { name, exact: true })).toBeVisible()

test('the menu of any resource has the pages of Azure’s portal, in its order', async ({ page, cloud }) => {
  const id = await makeWall(cloud, 'common-menu')
  await signIn(page, cloud, { link: linkOf(id) })
  await heading(page, 'wall')
  const entries = await page.getByRole('navigation', { name: 'Menu of wall' }).getByRole('link').allInnerTexts()
  const expected = ['Overview', 'Activity log', 'Access control (IAM)', 'Tags', 'Properties', 'Locks', 'JSON view']
  expect(entries.map((text) => text.trim()).filter((text) => expected.includes(text))).toEqual(expected)
})

test('locks of a resource: inherited ones are marked, own ones are edited', async ({ page, cloud }) => {
  const id = await makeWall(cloud, 'common-locks')
  const group = id.replace(/\/providers\/.*$/, '')
  const lock = '/providers/Microsoft.Authorization/locks'
  const version = 'api-version=2020-05-01'
  await cloud.arm('PUT', `${group}${lock}/above?${version}`, { properties: { level: 'CanNotDelete' } })
  await cloud.arm('PUT', `${id}${lock}/own?${version}`, { properties: { level: 'CanNotDelete' } })
  await signIn(page, cloud, { link: linkOf(id, 'locks') })
  await expect(page.getByRole('row', { name: /above.*common-locks \(Inherited\)/ })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Delete above' })).toHaveAccessibleDescription(
    'It is inherited from common-locks: it is changed there.',
  )
  await page.getByRole('button', { name: 'Edit own' }).click()
  const panel = page.getByRole('dialog', { name: 'Edit lock' })
  await panel.getByRole('combobox', { name: 'Lock type' }).click()
  await page.getByRole('option', { name: 'Read-only' }).click()
  await panel.getByRole('button', { name: 'OK' }).click()
  await expect(page.getByRole('row', { name: /own.*Read-only/ })).toBeVisible()
  // a read-only resource refuses its tags, in the service's words
  await page.getByRole('link', { name: 'Tags', exact: true }).click()
  await page.getByLabel('Value of tag 1').fill('prod')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('ScopeLocked')
})

test('the JSON is shown in the api-version that is chosen', async ({ page, cloud }) => {
  const id = await makeWall(cloud, 'common-json')
  await signIn(page, cloud, { link: linkOf(id, 'json') })
  const json = page.getByRole('region', { name: 'Resource JSON' })
  await expect(json).toContainText('"env": "dev"')
  await page.getByRole('combobox', { name: 'API version' }).click()
  await page.getByRole('option', { name: '2024-05-01', exact: true }).click()
  await expect(page).toHaveURL(/apiVersion=2024-05-01/)
  await expect(json).toContainText('"env": "dev"')
})

test('management groups are made, opened and deleted', async ({ page, cloud }) => {
  await signIn(page, cloud, { link: '#browse/Microsoft.Management%2FmanagementGroups' })
  await page.getByRole('button', { name: 'Create' }).click()
  const panel = page.getByRole('dialog', { name: 'Create management group' })
  await panel.getByLabel('Management group ID').fill('clicked-group')
  await panel.getByLabel('Management group display name').fill('Clicked group')
  await panel.getByRole('button', { name: 'Submit' }).click()
  await page.getByRole('table', { name: 'Management groups' }).getByRole('link', { name: 'Clicked group' }).click()
  await heading(page, 'Clicked group')
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await heading(page, 'Management groups')
  await expect(page.getByRole('link', { name: 'Clicked group' })).toHaveCount(0)
})

test('a resource provider is registered and unregistered', async ({ page, cloud }) => {
  await signIn(page, cloud, { link: linkOf(subscription, 'resourceproviders') })
  await page.getByLabel('Filter by name').fill('Microsoft.Batch')
  await page.getByLabel('Select Microsoft.Batch', { exact: true }).check()
  await page.getByRole('button', { name: 'Register', exact: true }).click()
  await expect(page.getByRole('row', { name: /Microsoft\.Batch .*Registered/ })).toBeVisible()
  await page.getByRole('button', { name: 'Unregister' }).click()
  await expect(page.getByRole('row', { name: /Microsoft\.Batch .*Unregistered/ })).toBeVisible()
})

test('the common pages hold up to axe, to 360 pixels, to the dark and to a reload', async ({ page, cloud }) => {
  test.slow() // two looks of axe at each of many pages
  const id = await makeWall(cloud, 'common-pages')
  await signIn(page, cloud)
  const pages = [
    { link: linkOf(id), title: 'wall' },
    { link: linkOf(id, 'tags'), title: 'wall | Tags' },
    { link: linkOf(id, 'properties'), title: 'wall | Properties' },
    { link: linkOf(id, 'locks?lock=add'), title: 'Add lock' },
    { link: linkOf(id, 'json'), title: 'wall | JSON view' },
    { link: linkOf(id, 'eventlogs'), title: 'wall | Activity log' },
    { link: linkOf(subscription), title: 'Lazulite' },
    { link: linkOf(subscription, 'resources'), title: 'Lazulite | Resources' },
    { link: linkOf(subscription, 'resourcegroups'), title: 'Lazulite | Resource groups' },
    { link: '#browse/Microsoft.Resources%2Fsubscriptions', title: 'Subscriptions' },
    { link: '#browse/Microsoft.Management%2FmanagementGroups', title: 'Management groups' },
    { link: '#view/activity-log', title: 'Activity log' },
  ]
  for (const { link, title } of pages) {
    await page.goto(`${cloud.origin}/${link}`)
    await page.reload()
    await heading(page, title)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await axe(page, { include: title === 'Add lock' ? '[role=dialog]' : '#main', where: `${link}, ${colorScheme}` })
    }
    await page.setViewportSize({ width: 360, height: 740 })
    expect(await page.evaluate(() => document.querySelector('main')?.scrollWidth ?? 0)).toBeLessThanOrEqual(360)
    await page.setViewportSize({ width: 1280, height: 800 })
  }
})
