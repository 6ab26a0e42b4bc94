/** "Add role assignment" by its visible words: the tutorials' steps, and what goes wrong. */
import type { Page } from '@playwright/test'
import { axe } from './support/axe.ts'
import { expect, signIn, subscriptionId, type TestCloud, test } from './support/portal-test.ts'

test.use({ cloudOf: 'add-role-assignment' })

const subscription = `/subscriptions/${subscriptionId}`
const group = (name: string) => `${subscription}/resourceGroups/${name}`
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7'

interface Assignment {
  readonly properties: {
    readonly principalId: string
    readonly roleDefinitionId: string
    readonly scope: string
    readonly condition: string | null
    readonly description: string | null
  }
}

const put = (cloud: TestCloud, path: string, apiVersion: string, body: unknown) =>
  cloud.arm<{ readonly properties?: { readonly principalId?: string } }>(
    'PUT',
    `${path}?api-version=${apiVersion}`,
    body,
  )
const addGroup = (cloud: TestCloud, name: string) => put(cloud, group(name), '2024-11-01', { location: 'westus2' })

const addIdentity = async (cloud: TestCloud, groupName: string, name: string): Promise<string> => {
  const path = `${group(groupName)}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`
  const { properties } = await put(cloud, path, '2024-11-30', { location: 'westus2' })
  return properties?.principalId ?? ''
}

/** The assignments made at exactly this scope. */
async function assignmentsAt(cloud: TestCloud, scope: string): Promise<readonly Assignment['properties'][]> {
  const path = `${scope}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01&$filter=atScope()`
  const { value } = await cloud.arm<{ readonly value: readonly Assignment[] }>('GET', path)
  return value.map(({ properties }) => properties).filter((one) => one.scope === scope)
}

const linkOf = (scope: string, query = '') => `#resource${scope}/addroleassignment${query}`
const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true })
const finish = (page: Page) => page.getByRole('button', { name: 'Review + assign' })

/** Nine hundred of them: the longest wait of the page. */
const rolesAreRead = (page: Page) => expect(page.getByRole('row').nth(1)).toContainText('Reader', { timeout: 30_000 })

async function chooseRole(page: Page, name: string): Promise<void> {
  await rolesAreRead(page)
  await page.getByRole('cell', { name, exact: true }).click()
  await expect(page.getByText(`Selected role: ${name}`)).toBeVisible()
}

async function choosePerson(page: Page, name: string): Promise<void> {
  const panel = page.getByRole('dialog', { name: 'Select members' })
  await panel.getByRole('searchbox', { name: 'Select' }).fill(name)
  await panel.getByRole('button', { name: new RegExp(`^${name}`) }).click()
}

const isWide = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
/** The page's own part, or the panel over it. */
async function expectAccessible(page: Page): Promise<void> {
  const isPanel = (await page.getByRole('dialog').count()) > 0
  await axe(page, { include: isPanel ? '[role=dialog]' : 'main' })
}

test('the tutorial: a virtual machine becomes Reader of a resource group', async ({ page, cloud }) => {
  await cloud.cli('vm', 'create', '-g', 'DevTest', '-n', 'web-1', '--assign-identity')
  await signIn(page, cloud, { link: linkOf(group('DevTest')) })
  await expect(page.getByRole('heading', { level: 1, name: 'Add role assignment' })).toBeVisible()
  await chooseRole(page, 'Reader')

  await tab(page, 'Members').click()
  await expect(page.getByText('Selected role')).toBeVisible()
  await page.getByRole('radio', { name: 'Managed identity' }).check()
  await page.getByText('+ Select members').click()
  const panel = page.getByRole('dialog', { name: 'Select managed identities' })
  await expect(panel.getByRole('combobox', { name: 'Subscription' })).not.toHaveText('')
  await expect(panel.getByRole('combobox', { name: 'Resource Group' })).toHaveText('All resource groups')
  await panel.getByRole('combobox', { name: 'Managed identity' }).click()
  await page.getByRole('option', { name: /^Virtual machine \(\d+\)$/ }).click()
  await panel.getByRole('searchbox', { name: 'Select' }).fill('web-1')
  await panel.getByRole('button', { name: /^web-1/ }).click()
  await expect(panel.getByRole('list', { name: 'Selected members' })).toContainText('web-1')
  await expectAccessible(page)
  await panel.getByRole('button', { name: 'Select', exact: true }).click()
  await expect(page.getByRole('row', { name: /web-1 .* Virtual machine/ })).toBeVisible()
  await expect(page.getByRole('button', { name: '+ Select members' })).toBeFocused()
  await expectAccessible(page)

  await tab(page, 'Conditions').click()
  await expect(page.getByText('The role Reader takes no condition here.')).toBeVisible()
  await finish(page).click()
  await expect(tab(page, 'Review + assign')).toHaveAttribute('aria-selected', 'true')
  await expectAccessible(page)
  await finish(page).click()
  await expect(page.getByText('Added role assignment')).toBeVisible()
  await expect(page.getByText('web-1 was added as Reader for DevTest.')).toBeVisible()
  await expect(page).toHaveURL(/\/resourceGroups\/DevTest\/users\?tab=roleassignments$/)
  const made = await assignmentsAt(cloud, group('DevTest'))
  expect(made.map(({ roleDefinitionId }) => roleDefinitionId)).toEqual([expect.stringContaining(reader)])
})

test('a user-assigned identity, at a subscription', async ({ page, cloud }) => {
  await addGroup(cloud, 'Shared')
  const principalId = await addIdentity(cloud, 'Shared', 'pipeline')
  await signIn(page, cloud, { link: linkOf(subscription, `?role=${reader}&tab=members`) })
  await page.getByRole('radio', { name: 'Managed identity' }).check()
  await page.getByRole('button', { name: 'Select members' }).click()
  const panel = page.getByRole('dialog')
  await panel.getByRole('combobox', { name: 'Resource Group' }).click()
  await page.getByRole('option', { name: 'Shared' }).click()
  await panel.getByRole('combobox', { name: 'Managed identity' }).click()
  await page.getByRole('option', { name: 'User-assigned managed identity (1)' }).click()
  await panel.getByRole('button', { name: /^pipeline/ }).click()
  await panel.getByRole('button', { name: 'Select', exact: true }).click()
  await page.getByLabel('Description').fill('for the pipeline')
  await finish(page).click()
  await finish(page).click()
  await expect(page.getByText(/pipeline was added as Reader for /)).toBeVisible()
  expect(await assignmentsAt(cloud, subscription)).toContainEqual(
    expect.objectContaining({ principalId, description: 'for the pipeline' }),
  )
})

test('a user and a group, of whom one has the role already', async ({ page, cloud }) => {
  await addGroup(cloud, 'Team')
  const ann = await cloud.addUser('ann-team')
  const { id: testers } = await cloud.graph<{ readonly id: string }>('POST', '/groups', {
    ...{ displayName: 'testers', mailEnabled: false, mailNickname: 'testers', securityEnabled: true },
  })
  const assignments = `${group('Team')}/providers/Microsoft.Authorization/roleAssignments`
  await put(cloud, `${assignments}/${crypto.randomUUID()}`, '2022-04-01', {
    properties: {
      roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${reader}`,
      principalId: ann.id,
    },
  })
  await signIn(page, cloud, { link: linkOf(group('Team')) })
  await chooseRole(page, 'Reader')
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByText('+ Select members').click()
  await choosePerson(page, 'ann-team')
  await choosePerson(page, 'testers')
  await expectAccessible(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Select', exact: true }).click()
  await finish(page).click()
  await finish(page).click()
  const failure = page.getByRole('region', { name: 'Not added: ann-team' })
  await expect(failure).toContainText('RoleAssignmentExists')
  await expect(failure).toContainText('The role assignment already exists.')
  await expect(page.getByRole('row', { name: /testers/ })).toContainText('Added')
  await expectAccessible(page)
  const made = await assignmentsAt(cloud, group('Team'))
  expect(made.map(({ principalId }) => principalId).toSorted()).toEqual([ann.id, testers].toSorted())

  await tab(page, 'Members').click()
  await page.getByRole('button', { name: 'Remove ann-team' }).click()
  await finish(page).click()
  await page.getByRole('link', { name: 'see the role assignments' }).waitFor({ state: 'detached' })
})

test('roles: both groups, a search, what a role allows', async ({ page, cloud }) => {
  await addGroup(cloud, 'Roles')
  await signIn(page, cloud, { link: linkOf(group('Roles')) })
  await rolesAreRead(page)
  await page.getByRole('searchbox', { name: /^Search by role name/ }).fill('owner')
  await page.getByRole('button', { name: /^\d+ more in Privileged administrator roles$/ }).click()
  await expect(page.getByRole('row').nth(1)).toContainText('Owner')
  await page.getByRole('searchbox', { name: /^Search by role name/ }).fill('')
  await tab(page, 'Job function roles').click()
  await page.getByRole('searchbox', { name: /^Search by role name/ }).fill('managed identity operator')
  await page.getByRole('button', { name: 'View Managed Identity Operator' }).click()
  const panel = page.getByRole('dialog', { name: 'Managed Identity Operator' })
  await expect(panel.getByText('Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action')).toBeVisible()
  await expectAccessible(page)
  await panel.getByRole('tab', { name: 'JSON' }).click()
  await expect(panel.getByText('"roleName": "Managed Identity Operator"')).toBeVisible()
  await expect(panel.getByRole('tab', { name: 'Assignments' })).toBeVisible()
  await panel.getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('button', { name: 'View Managed Identity Operator' })).toBeFocused()
})

test('who delegates is limited by a condition; a wrong one is refused in the words of the service', async ({
  page,
  cloud,
}) => {
  await addGroup(cloud, 'Delegated')
  const dora = await cloud.addUser('dora')
  const rbac = 'f58310d9-a9f6-439a-9e8d-f62e7b41a168'
  await signIn(page, cloud, { link: linkOf(group('Delegated'), `?role=${rbac}&principalId=${dora.id}&tab=conditions`) })
  await finish(page).click()
  await page.mouse.move(0, 0)
  await finish(page).hover()
  await expect(page.getByRole('tooltip')).toHaveText('Conditions: Select what the user can do.')
  await page.goBack()
  await page.getByRole('radio', { name: /^Write a condition as code/ }).check()
  await page.getByRole('textbox', { name: 'Condition' }).fill('@Request[a] GuidEqals {1}')
  await expectAccessible(page)
  await finish(page).click()
  await finish(page).click()
  await expect(page.getByRole('region', { name: 'Not added: dora' })).toContainText(/line 1|column|invalid/i)
  await page.goBack()

  await page.getByRole('radio', { name: /^Allow user to only assign selected roles/ }).check()
  await page.getByRole('button', { name: 'Select roles and principals' }).click()
  const panel = page.getByRole('dialog', { name: 'Add role assignment condition' })
  await panel.getByRole('radio', { name: /^Constrain roles and principal types/ }).check()
  await panel.getByRole('checkbox', { name: 'Users' }).check()
  await panel.getByRole('searchbox', { name: 'Search by role name' }).fill('reader')
  await panel.getByRole('checkbox', { name: 'Select Reader', exact: true }).check()
  await expectAccessible(page)
  await panel.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText("ForAnyOfAnyValues:StringEqualsIgnoreCase {'User'}").first()).toBeVisible()
  await finish(page).click()
  await finish(page).click()
  await expect(page.getByText(/dora was added as Role Based Access Control Administrator/)).toBeVisible()
  const [made] = await assignmentsAt(cloud, group('Delegated'))
  expect(made?.condition).toContain(`GuidEquals {${reader}}`)

  // what dora may do now depends on what she chooses
  await page.context().clearCookies()
  await page.evaluate(() => sessionStorage.clear())
  await page.goto('about:blank')
  await signIn(page, cloud, { as: dora, link: linkOf(group('Delegated'), `?principalId=${dora.id}`) })
  await chooseRole(page, 'Reader')
  await expect(page.getByText('You can look around, but not assign')).toHaveCount(0)
  await page.getByRole('cell', { name: 'AcrPull', exact: true }).click()
  await expect(page.getByText(/You cannot assign this role to dora/)).toBeVisible()
})

test('a Reader may look, and is told why no more', async ({ page, cloud }) => {
  await addGroup(cloud, 'Seen')
  const rita = await cloud.addUser('rita')
  await put(
    cloud,
    `${group('Seen')}/providers/Microsoft.Authorization/roleAssignments/${crypto.randomUUID()}`,
    '2022-04-01',
    {
      properties: {
        roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${reader}`,
        principalId: rita.id,
      },
    },
  )
  await signIn(page, cloud, { as: rita, link: linkOf(group('Seen')) })
  await chooseRole(page, 'Reader')
  await expect(page.getByText('You can look around, but not assign')).toBeVisible()
  await tab(page, 'Members').click()
  await page.getByText('+ Select members').click()
  await choosePerson(page, 'rita')
  await page.getByRole('dialog').getByRole('button', { name: 'Select', exact: true }).click()
  await finish(page).click()
  await expect(finish(page)).toHaveAttribute('aria-disabled', 'true')
  await page.mouse.move(0, 0)
  await finish(page).hover()
  await expect(page.getByRole('tooltip')).toContainText('You cannot assign roles here')
  await expectAccessible(page)
})

test('by keyboard alone, from the role to the assignment', async ({ page, cloud }) => {
  await addGroup(cloud, 'Keys')
  await cloud.addUser('kim')
  await signIn(page, cloud, { link: linkOf(group('Keys')) })
  await rolesAreRead(page)
  const tabTo = async (name: string | RegExp, role: 'radio' | 'tab' | 'button' | 'searchbox') => {
    const target = page.getByRole(role, { name, ...(typeof name === 'string' ? { exact: true } : {}) })
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press('Tab')
      // nobody tabs faster than the page is drawn; a panel keeps the focus within by looking after each step
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))))
      if (await target.evaluateAll((all) => all.includes(document.activeElement as HTMLElement))) return
    }
    throw new Error(`Tab does not lead to ${role} ${name}`)
  }
  await tabTo('Select Reader', 'radio')
  await page.keyboard.press('Space')
  await expect(page.getByText('Selected role: Reader')).toBeVisible()
  await tabTo('Next', 'button')
  await page.keyboard.press('Enter')
  await tabTo('+ Select members', 'button')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Select members' })).toBeVisible()
  await tabTo('Select', 'searchbox')
  await page.keyboard.type('kim')
  const found = page.getByRole('list', { name: 'Users, groups and applications' })
  // not "Loading", nor everybody: an entry that has the focus when the list changes would lose it
  await expect(found.getByRole('listitem')).toHaveText([/^kim/])
  await tabTo(/^kim/, 'button')
  await page.keyboard.press('Space')
  await tabTo('Select', 'button')
  await page.keyboard.press('Enter')
  await tabTo('Review + assign', 'button')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('tab', { name: 'Review + assign', selected: true })).toBeVisible()
  await expect(finish(page)).not.toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Enter')
  await expect(page.getByText('kim was added as Reader for Keys.')).toBeVisible()
})

test('the choices survive the tabs, and Back goes to the tab before', async ({ page, cloud }) => {
  await addGroup(cloud, 'Back')
  await signIn(page, cloud, { link: linkOf(group('Back')) })
  await chooseRole(page, 'Reader')
  await tab(page, 'Members').click()
  await page.getByLabel('Description').fill('kept')
  await tab(page, 'Review + assign').click()
  await expect(page.getByText('kept')).toBeVisible()
  await page.goBack()
  await expect(page.getByLabel('Description')).toHaveValue('kept')
  await page.goBack()
  await expect(page.getByText('Selected role: Reader')).toBeVisible()
  await expect(tab(page, 'Role')).toHaveAttribute('aria-selected', 'true')
})

test('fits a window of 360 pixels', async ({ page, cloud }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await addGroup(cloud, 'Narrow')
  await signIn(page, cloud, { link: linkOf(group('Narrow'), `?role=${reader}`) })
  await expect(page.getByText('Selected role: Reader')).toBeVisible()
  expect(await isWide(page)).toBe(false)
  for (const name of ['Members', 'Conditions', 'Review + assign']) {
    await tab(page, name).click()
    expect(await isWide(page)).toBe(false)
  }
  await tab(page, 'Members').click()
  await page.getByRole('radio', { name: 'Managed identity' }).check()
  await page.getByText('+ Select members').click()
  await expect(page.getByRole('dialog')).toBeVisible()
  expect(await isWide(page)).toBe(false)
  await expectAccessible(page)
})

test.describe('at other scopes', () => {
  test('a management group', async ({ page, cloud }) => {
    const scope = '/providers/Microsoft.Management/managementGroups/platform'
    await cloud.arm('PUT', `${scope}?api-version=2021-04-01`, {})
    const max = await cloud.addUser('max')
    const { id } = await cloud.graph<{ readonly id: string }>('GET', `/users/${cloud.admin.userPrincipalName}`)
    await put(
      cloud,
      `${scope}/providers/Microsoft.Authorization/roleAssignments/${crypto.randomUUID()}`,
      '2022-04-01',
      {
        properties: {
          roleDefinitionId: '/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
          principalId: id,
        },
      },
    )
    await signIn(page, cloud, { link: linkOf(scope, `?principalId=${max.id}`) })
    await chooseRole(page, 'Reader')
    await finish(page).click()
    await finish(page).click()
    await expect(page.getByText(/^max was added as Reader for /)).toBeVisible()
    expect((await assignmentsAt(cloud, scope)).map(({ principalId }) => principalId)).toContain(max.id)
  })

  test('a resource', async ({ page, cloud }) => {
    await addGroup(cloud, 'Parts')
    await addIdentity(cloud, 'Parts', 'single')
    const una = await cloud.addUser('una')
    const scope = `${group('Parts')}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/single`
    await signIn(page, cloud, { link: linkOf(scope, `?principalId=${una.id}`) })
    await page.getByRole('searchbox', { name: /^Search by role name/ }).fill('managed identity operator')
    await page.getByRole('radio', { name: 'Select Managed Identity Operator' }).check()
    await finish(page).click()
    await finish(page).click()
    await expect(page.getByText('una was added as Managed Identity Operator for single.')).toBeVisible()
    expect(await assignmentsAt(cloud, scope)).toHaveLength(1)
  })
})
