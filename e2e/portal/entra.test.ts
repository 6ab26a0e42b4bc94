/** Microsoft Entra ID: people, groups, applications and sign-ins, by clicks. */
import type { Page } from '@playwright/test'
import { axe } from './support/axe.ts'
import { expect, signIn, type TestCloud, tenantId, test } from './support/portal-test.ts'

interface Listed {
  readonly value: readonly { readonly id: string; readonly displayName: string }[]
}

const named = async (cloud: TestCloud, set: string, name: string): Promise<string> => {
  const { value } = await cloud.graph<Listed>(
    'GET',
    `/${set}?$filter=${encodeURIComponent(`displayName eq '${name}'`)}`,
  )
  return value[0]?.id ?? ''
}

const confirm = (page: Page, action: string) =>
  page.getByRole('alertdialog').getByRole('button', { name: action, exact: true }).click()

test('the tenant is shown, and links of Azure lead to its pages', async ({ page, cloud }) => {
  await signIn(page, cloud, { link: '#view/Microsoft_AAD_IAM/ActiveDirectoryMenuBlade/~/Overview' })
  await expect(page.getByRole('heading', { name: 'Microsoft Entra ID', level: 1 })).toBeVisible()
  await expect(page).toHaveURL(/#view\/entra\/overview$/)
  await expect(page.getByText(tenantId)).toBeVisible()
  await expect(page.getByText('lazulite.onmicrosoft.com', { exact: true })).toBeVisible()
  await axe(page)
  await page.getByRole('link', { name: 'Sign-in logs' }).click()
  await expect(page.getByRole('heading', { name: 'Sign-in logs' })).toBeVisible()
  await page.getByRole('tab', { name: 'Managed identity sign-ins' }).click()
  await page.reload()
  await expect(page.getByRole('tab', { name: 'Managed identity sign-ins' })).toHaveAttribute('aria-selected', 'true')
})

test('a user is created, put into a new group, and signs in with the password that was shown', async ({
  page,
  cloud,
  browser,
}) => {
  await signIn(page, cloud, { link: '#view/entra/users' })
  await page.getByRole('button', { name: 'New user' }).click()
  await page.getByRole('textbox', { name: 'User principal name' }).fill('grace')
  await page.getByRole('textbox', { name: 'Display name' }).fill('Grace Hopper')
  const password = await page.getByRole('textbox', { name: 'Password' }).inputValue()
  await axe(page)
  await page.getByRole('button', { name: 'Review + create' }).click()
  await expect(page.getByText('grace@lazulite.onmicrosoft.com')).toBeVisible()
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Grace Hopper', level: 1 })).toBeVisible()
  await axe(page)
  const userId = await named(cloud, 'users', 'Grace Hopper')

  await page.goto(`${cloud.origin}/#view/entra/groups/new`)
  await page.getByRole('textbox', { name: 'Group name' }).fill('Compilers')
  await page.getByRole('button', { name: 'Add members' }).click()
  const picker = page.getByRole('dialog', { name: 'Add members' })
  await picker.getByRole('checkbox', { name: 'Select Grace Hopper' }).check()
  await axe(page)
  await picker.getByRole('button', { name: 'Select', exact: true }).click()
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Compilers', level: 1 })).toBeVisible()
  const groupId = await named(cloud, 'groups', 'Compilers')
  const members = async () => (await cloud.graph<Listed>('GET', `/groups/${groupId}/members`)).value.map(({ id }) => id)
  expect(await members()).toEqual([userId])

  await page.getByRole('link', { name: 'Members', exact: true }).click()
  await page.getByRole('checkbox', { name: 'Select Grace Hopper' }).check()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await confirm(page, 'Remove')
  await expect(page.getByText('No members have been found')).toBeVisible()
  expect(await members()).toEqual([])
  await page.getByRole('button', { name: 'Add members' }).click()
  await picker.getByRole('checkbox', { name: 'Select Grace Hopper' }).check()
  await picker.getByRole('button', { name: 'Select', exact: true }).click()
  await expect(page.getByRole('link', { name: 'Grace Hopper' })).toBeVisible()

  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const hers = await context.newPage()
  await signIn(hers, cloud, { as: { userPrincipalName: 'grace@lazulite.onmicrosoft.com', password } })
  await context.close()

  await page.getByRole('link', { name: 'Grace Hopper' }).click()
  await page.getByRole('switch').click()
  await expect(page.getByRole('switch')).not.toBeChecked()
  expect(await cloud.graph('GET', `/users/${userId}?$select=accountEnabled`)).toMatchObject({ accountEnabled: false })
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await confirm(page, 'Delete')
  await expect(page.getByRole('heading', { name: 'Users', level: 1 })).toBeVisible()
  await expect(cloud.graph('GET', `/users/${userId}`)).rejects.toThrow('404')
})

test('a password is reset and a directory role given', async ({ page, cloud }) => {
  const ada = await cloud.addUser('entra-ada')
  await signIn(page, cloud, { link: `#view/entra/users/${ada.id}` })
  await page.getByRole('button', { name: 'Reset password' }).click()
  const panel = page.getByRole('dialog', { name: 'Reset password' })
  await panel.getByRole('button', { name: 'Reset password' }).click()
  await expect(panel.getByRole('textbox', { name: 'New password' })).toHaveValue(/^\S{16}$/)
  await axe(page)
  await panel.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('link', { name: 'Assigned roles' }).click()
  await page.getByRole('button', { name: 'Add assignments' }).click()
  const picker = page.getByRole('dialog', { name: 'Add assignments' })
  await picker.getByRole('checkbox', { name: 'Select Global Reader' }).check()
  await picker.getByRole('button', { name: 'Select', exact: true }).click()
  await page.getByRole('link', { name: 'Global Reader' }).click()
  await expect(page.getByRole('link', { name: 'entra-ada' })).toBeVisible()
})

test('an application is registered; its secret is shown once', async ({ page, cloud }) => {
  await signIn(page, cloud, { link: '#view/entra/applications/new' })
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('shop')
  await page.getByRole('textbox', { name: 'Redirect URI (optional)' }).fill('https://shop.example/auth')
  await axe(page)
  await page.getByRole('button', { name: 'Register', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'shop', level: 1 })).toBeVisible()
  const id = await named(cloud, 'applications', 'shop')
  const { appId } = await cloud.graph<{ readonly appId: string }>('GET', `/applications/${id}`)
  await expect(page.getByText(appId)).toBeVisible()

  await page.getByRole('link', { name: 'Certificates & secrets' }).click()
  await page.getByRole('button', { name: 'New client secret' }).click()
  const panel = page.getByRole('dialog', { name: 'Add a client secret' })
  await panel.getByRole('textbox', { name: 'Description' }).fill('for the tests')
  await panel.getByRole('button', { name: 'Add', exact: true }).click()
  const secret = (await page.locator('code').textContent()) ?? ''
  await axe(page)
  const answer = await page.request.post(`${cloud.origin}/${tenantId}/oauth2/v2.0/token`, {
    form: {
      ...{ grant_type: 'client_credentials', client_id: appId, client_secret: secret },
      scope: 'https://management.azure.com/.default',
    },
  })
  expect(answer.status()).toBe(200)
  await page.reload()
  await expect(page.getByText('for the tests')).toBeVisible()
  await expect(page.getByText(secret)).toHaveCount(0)
  await page.getByRole('button', { name: 'Delete for the tests' }).click()
  await confirm(page, 'Delete')
  await expect(page.getByText('No client secrets have been created')).toBeVisible()

  await page.getByRole('tab', { name: 'Federated credentials' }).click()
  await page.getByRole('button', { name: 'Add credential' }).click()
  const credential = page.getByRole('dialog', { name: 'Add Federated Credential' })
  await credential.getByRole('textbox', { name: 'Organization' }).fill('contoso')
  await credential.getByRole('textbox', { name: 'Repository' }).fill('shop')
  await credential.getByRole('textbox', { name: 'Branch name' }).fill('main')
  await credential.getByRole('textbox', { name: 'Name', exact: true }).fill('github-main')
  await credential.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByText('repo:contoso/shop:ref:refs/heads/main')).toBeVisible()

  await page.goto(`${cloud.origin}/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Overview/appId/${appId}`)
  await expect(page.getByRole('heading', { name: 'shop', level: 1 })).toBeVisible()
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await confirm(page, 'Delete')
  await expect(page.getByRole('heading', { name: 'App registrations', level: 1 })).toBeVisible()
  await expect(page.getByText(appId)).toHaveCount(0)
})

test('somebody without a directory role is told what it takes', async ({ page, cloud }) => {
  const member = await cloud.addUser('entra-member')
  const other = await cloud.addUser('entra-other')
  await signIn(page, cloud, { as: member, link: '#view/entra/users' })
  const create = page.getByRole('button', { name: 'New user' })
  await expect(create).toHaveAttribute('aria-disabled', 'true')
  await create.hover()
  await expect(page.getByRole('tooltip')).toContainText('takes the directory role User Administrator')
  await page.goto(`${cloud.origin}/#view/entra/users/${other.id}`)
  await expect(page.getByRole('switch')).toBeDisabled()
  await expect(page.getByText('You cannot manage users').first()).toBeVisible()
  await page.goto(`${cloud.origin}/#view/entra/groups`)
  // everybody may make a group, and owns it then
  await page.getByRole('button', { name: 'New group' }).click()
  await page.getByRole('textbox', { name: 'Group name' }).fill('Of a member')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.getByRole('link', { name: 'Members', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Add members' })).not.toHaveAttribute('aria-disabled', 'true')
})

test('managed identities are a filter of the enterprise applications', async ({ page, cloud }) => {
  const group = '/subscriptions/20000000-0000-4000-8000-000000000001/resourceGroups/entra'
  await cloud.arm('PUT', `${group}?api-version=2024-11-01`, { location: 'westus2' })
  const path = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/entra-identity?api-version=2024-11-30`
  await cloud.arm('PUT', path, { location: 'westus2' })
  await signIn(page, cloud, { link: '#view/entra/enterprise-applications' })
  await page.getByRole('combobox', { name: 'Application type' }).click()
  await page.getByRole('option', { name: 'Managed identities' }).click()
  await page.getByRole('link', { name: 'entra-identity' }).click()
  await expect(page.getByText('User-assigned managed identity').first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Delete', exact: true })).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('main').getByRole('link', { name: 'entra-identity' }).last().click()
  await expect(page.getByText('Managed Identity', { exact: true })).toBeVisible()
})

test('people and applications that have signed in are in the log', async ({ page, cloud }) => {
  // the tests' own client has signed in by then
  await cloud.graph('GET', '/organization')
  await signIn(page, cloud, { link: '#view/entra/sign-ins' })
  const table = page.getByRole('table', { name: 'Sign-ins' })
  await expect(table).toContainText('Administrator')
  await page.getByRole('tab', { name: 'Service principal sign-ins' }).click()
  await expect(table).toContainText('Lazulite operator')
  await table.getByRole('row').nth(1).getByRole('button').click()
  await expect(page.getByRole('dialog').getByText('servicePrincipal', { exact: true })).toBeVisible()
  await axe(page)
})

test('what changed in the directory is in its audit log', async ({ page, cloud }) => {
  await cloud.addUser('entra-audited')
  await signIn(page, cloud, { link: '#view/entra/audit-logs' })
  await expect(page.getByRole('table', { name: 'Audit logs' })).toContainText('Add user')
  await axe(page)
})

test('a refused sign-in tells its reason, and is part of the link', async ({ page, cloud }) => {
  const failed = {
    ...{ id: '70000000-0000-4000-8000-000000000001', createdDateTime: new Date().toISOString() },
    ...{ appDisplayName: 'shop', servicePrincipalName: 'shop', resourceDisplayName: 'Azure Resource Manager' },
    ...{ ipAddress: '10.0.0.4', signInEventTypes: ['servicePrincipal'] },
    status: { errorCode: 7000215, failureReason: 'Invalid client secret provided.' },
  }
  const asked: string[] = []
  await page.route('**/beta/auditLogs/signIns?**', (route) => {
    asked.push(new URL(route.request().url()).searchParams.get('$filter') ?? '')
    return route.fulfill({ json: { value: [failed] } })
  })
  await signIn(page, cloud, { link: '#view/entra/sign-ins?tab=servicePrincipal' })
  const table = page.getByRole('table', { name: 'Sign-ins' })
  await expect(table).toContainText('Failure')
  expect(asked[0]).toContain("signInEventTypes/any(t: t eq 'servicePrincipal')")
  await table.getByRole('row').nth(1).getByRole('button').click()
  const panel = page.getByRole('dialog', { name: 'Activity Details: Sign-ins' })
  await expect(panel.getByText('Invalid client secret provided.', { exact: true })).toBeVisible()
  await axe(page)
  await page.reload()
  await expect(panel.getByText('7000215', { exact: true })).toBeVisible()
})

const pages = [
  'overview',
  'users',
  'groups',
  'roles',
  'enterprise-applications',
  'applications',
  'sign-ins',
  'audit-logs',
]
for (const colorScheme of ['light', 'dark'] as const) {
  test(`its lists fit a telephone, ${colorScheme}`, async ({ page, cloud }) => {
    await page.setViewportSize({ width: 360, height: 740 })
    await page.emulateMedia({ colorScheme })
    await signIn(page, cloud, { link: '#view/entra/overview' })
    for (const path of [...pages, 'users/new', 'groups/new', 'applications/new']) {
      await page.goto(`${cloud.origin}/#view/entra/${path}`)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.getByRole('progressbar')).toHaveCount(0)
      const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      await expect.poll(overflow, path).toBeLessThanOrEqual(0)
      await axe(page, { where: `${path}, ${colorScheme}` })
    }
  })
}
