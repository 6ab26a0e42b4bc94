/** Somebody who may only read: sees everything, can change nothing, and is told why before the click. */
import type { Locator, Page } from '@playwright/test'
import { type Account, expect, signIn, subscriptionId, test } from './support/portal-test.ts'

const subscription = `/subscriptions/${subscriptionId}`
const group = `${subscription}/resourceGroups/for-readers`
const machine = `${group}/providers/Microsoft.Compute/virtualMachines/readable`
const readerRole = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`
let reader: Account

test.beforeAll(async ({ cloud }) => {
  await cloud.cli('vm', 'create', '-g', 'for-readers', '-n', 'readable', '--assign-identity')
  const user = await cloud.addUser('reader-of-a-group')
  reader = user
  const name = crypto.randomUUID()
  await cloud.arm('PUT', `${group}/providers/Microsoft.Authorization/roleAssignments/${name}?api-version=2022-04-01`, {
    properties: { roleDefinitionId: readerRole, principalId: user.id, principalType: 'User' },
  })
})

/** Greyed, still reachable by keyboard, and saying why. */
async function expectOutOfReach(page: Page, control: Locator, why: RegExp) {
  await expect(control).toHaveAttribute('aria-disabled', 'true')
  await control.focus()
  await expect(control).toBeFocused()
  await expect(control).toHaveAccessibleDescription(why)
  await page.keyboard.press('Escape')
}
const cannot = /cannot|not (have|granted|allowed)|no (role|assignment)/i

test('a Reader sees groups, machines and access', async ({ page, cloud }) => {
  await signIn(page, cloud, { as: reader, link: '#browse/Microsoft.Resources%2FresourceGroups' })
  await page.getByRole('link', { name: 'for-readers', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'for-readers' })).toBeVisible()
  await page.goto(`${cloud.origin}/#browse/Microsoft.Compute%2FvirtualMachines`)
  await page.getByRole('link', { name: 'readable', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'readable' })).toBeVisible()
  await page.goto(`${cloud.origin}/#resource${group}/users?tab=roleassignments`)
  const own = page.getByRole('table', { name: 'Role assignments' }).getByRole('row', { name: /reader-of-a-group/ })
  await expect(own).toContainText('Reader')
})

test('a Reader cannot assign roles, and reads why before the click', async ({ page, cloud }) => {
  const writes: string[] = []
  page.on('request', (request) => {
    if (['PUT', 'PATCH', 'DELETE'].includes(request.method())) writes.push(`${request.method()} ${request.url()}`)
  })
  await signIn(page, cloud, { as: reader, link: `#resource${group}/users` })
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expectOutOfReach(page, page.getByRole('menuitem', { name: 'Add role assignment' }), cannot)
  await page.goto(`${cloud.origin}/#resource${group}/addroleassignment?tab=review`)
  await expect(page.getByRole('tab', { name: 'Review + assign' })).toHaveAttribute('aria-selected', 'true')
  const assign = page.getByRole('button', { name: 'Review + assign' })
  await expect(assign).toHaveAttribute('aria-disabled', 'true')
  await assign.click({ force: true })
  expect(writes).toEqual([])
})

test('a Reader cannot stop or delete a machine, nor save its identity', async ({ page, cloud }) => {
  await signIn(page, cloud, { as: reader, link: `#resource${machine}/overview` })
  const commands = page.getByRole('toolbar')
  for (const name of ['Restart', 'Stop', 'Delete']) {
    await expectOutOfReach(page, commands.getByRole('button', { name, exact: true }), cannot)
  }
  await page.goto(`${cloud.origin}/#resource${machine}/identity`)
  await expectOutOfReach(page, page.getByRole('button', { name: 'Save', exact: true }), cannot)
})
