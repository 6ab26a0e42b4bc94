/** Managed Identities: made by clicks, trusted from outside, attached, given roles, and deleted. */
import type { Page } from '@playwright/test'
import { axe } from './support/axe.ts'
import { expect, signIn, subscriptionId, type TestCloud, test } from './support/portal-test.ts'

const type = 'Microsoft.ManagedIdentity/userAssignedIdentities'
const subscription = `/subscriptions/${subscriptionId}`
const group = `${subscription}/resourceGroups/identities`
const idOf = (name: string) => `${group}/providers/${type}/${name}`
const version = 'api-version=2024-11-30'

const makeGroup = (cloud: TestCloud) =>
  cloud.arm('PUT', `${group}?api-version=2024-11-01`, { location: 'westus2', tags: {} })

async function makeIdentity(cloud: TestCloud, name: string): Promise<string> {
  await makeGroup(cloud)
  const { properties } = await cloud.arm<{ readonly properties: { readonly principalId: string } }>(
    ...(['PUT', `${idOf(name)}?${version}`, { location: 'westus2' }] as const),
  )
  return properties.principalId
}

const expectNoSidewaysScroll = async (page: Page) =>
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)

test('an identity is created in a new group, and is deleted again', async ({ page, cloud }) => {
  await signIn(page, cloud, { link: `#browse/${encodeURIComponent(type)}` })
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Create User Assigned Managed Identity', level: 1 })).toBeVisible()
  await page.getByRole('button', { name: 'Create new' }).click()
  await page.getByLabel('New resource group').fill('made-by-clicks')
  await page.getByRole('combobox', { name: 'Region' }).click()
  await page.getByRole('option', { name: 'West US 2', exact: true }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('a')
  await expect(page.getByText('contain from 3 to 128 characters')).toBeVisible()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('id-clicked')
  await axe(page)
  await page.getByRole('tab', { name: 'Tags' }).click()
  await page.getByLabel('Name of tag 1').fill('env')
  await page.getByLabel('Value of tag 1').fill('dev')
  await page.getByRole('button', { name: 'Review + create' }).click()
  await page.getByRole('button', { name: 'Create', exact: true }).click()

  await expect(page.getByRole('heading', { name: 'id-clicked', level: 1 })).toBeVisible()
  const id = `${subscription}/resourceGroups/made-by-clicks/providers/${type}/id-clicked`
  const made = await cloud.arm<{
    readonly tags: object
    readonly properties: { readonly clientId: string; readonly principalId: string }
  }>('GET', `${id}?${version}`)
  expect(made.tags).toEqual({ env: 'dev' })
  await expect(page.getByText(made.properties.clientId)).toBeVisible()
  await expect(page.getByText(made.properties.principalId)).toBeVisible()
  await axe(page)

  await page.reload()
  await expect(page.getByRole('heading', { name: 'id-clicked', level: 1 })).toBeVisible()
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('heading', { name: 'Managed Identities', level: 1 })).toBeVisible()
  await expect(page.getByRole('link', { name: 'id-clicked' })).toHaveCount(0)
  await expect(cloud.arm('GET', `${id}?${version}`)).rejects.toThrow('404')
})

test('a workflow of GitHub is trusted, changed, and no longer trusted', async ({ page, cloud }) => {
  await makeIdentity(cloud, 'id-github')
  await signIn(page, cloud, { link: `#resource${idOf('id-github')}/federatedcredentials` })
  await page.getByRole('button', { name: 'Add credential' }).click()
  const panel = page.getByRole('dialog', { name: 'Add Federated Credential' })
  await panel.getByLabel('Organization').fill('contoso')
  await panel.getByLabel('Repository').fill('shop')
  await panel.getByLabel('Branch name').fill('main')
  await panel.getByRole('textbox', { name: 'Name', exact: true }).fill('github-main')
  await expect(panel.getByText('repo:contoso/shop:ref:refs/heads/main')).toBeVisible()
  await axe(page)
  await panel.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(panel).toHaveCount(0)
  const table = page.getByRole('table', { name: 'Federated credentials' })
  await expect(table).toContainText('GitHub Actions deploying Azure resources')

  const credential = `${idOf('id-github')}/federatedIdentityCredentials/github-main?${version}`
  await table.getByRole('button', { name: 'github-main', exact: true }).click()
  const edit = page.getByRole('dialog', { name: 'Edit Federated Credential' })
  await expect(edit.getByLabel('Branch name')).toHaveValue('main')
  await edit.getByLabel('Branch name').fill('release')
  await edit.getByRole('button', { name: 'Update' }).click()
  await expect(table).toContainText('refs/heads/release')
  expect(await cloud.arm('GET', credential)).toMatchObject({
    properties: {
      issuer: 'https://token.actions.githubusercontent.com',
      subject: 'repo:contoso/shop:ref:refs/heads/release',
      audiences: ['api://AzureADTokenExchange'],
    },
  })

  // the same pair twice is refused in the service's own words
  await page.getByRole('button', { name: 'Add credential' }).click()
  await panel.getByLabel('Organization').fill('contoso')
  await panel.getByLabel('Repository').fill('shop')
  await panel.getByLabel('Branch name').fill('release')
  await panel.getByRole('textbox', { name: 'Name', exact: true }).fill('again')
  await panel.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(panel.getByRole('alert')).toContainText('Issuer and subject combination already exists')
  await panel.getByRole('button', { name: 'Cancel' }).click()

  await table.getByRole('button', { name: 'Delete github-main' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText('No federated credentials have been added')).toBeVisible()
})

test('its machine and its roles are shown', async ({ page, cloud }) => {
  const principalId = await makeIdentity(cloud, 'id-shown')
  await cloud.arm('PUT', `${group}/providers/Microsoft.Compute/availabilitySets/unused?api-version=2024-07-01`, {
    location: 'westus2',
    sku: { name: 'Aligned' },
    properties: { platformFaultDomainCount: 2 },
  })
  await cloud.arm('PUT', `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/farm?api-version=2024-07-01`, {
    location: 'westus2',
    identity: { type: 'UserAssigned', userAssignedIdentities: { [idOf('id-shown')]: {} } },
    sku: { name: 'Standard_B1s', capacity: 0 },
    properties: { orchestrationMode: 'Flexible', platformFaultDomainCount: 1 },
  })
  const reader = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`
  const assignment = '50000000-0000-4000-8000-000000000001'
  await cloud.arm(
    ...([
      'PUT',
      `${group}/providers/Microsoft.Authorization/roleAssignments/${assignment}?api-version=2022-04-01`,
    ] as const),
    { properties: { roleDefinitionId: reader, principalId, principalType: 'ServicePrincipal' } },
  )
  await signIn(page, cloud, { link: `#resource${idOf('id-shown')}/associatedresources` })
  await expect(page.getByRole('link', { name: 'farm' })).toBeVisible()
  await axe(page)
  await page.getByRole('link', { name: 'Azure role assignments' }).click()
  await expect(page.getByText('Reader', { exact: true }).first()).toBeVisible()
  await axe(page)
  await page.getByRole('link', { name: 'Properties' }).click()
  await expect(page.getByText(principalId)).toBeVisible()
})

test('whoever may only read is told why before the click', async ({ page, cloud }) => {
  await makeIdentity(cloud, 'id-read')
  const ada = await cloud.addUser('identity-reader')
  const reader = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`
  const assignment = '50000000-0000-4000-8000-000000000002'
  await cloud.arm(
    ...([
      'PUT',
      `${group}/providers/Microsoft.Authorization/roleAssignments/${assignment}?api-version=2022-04-01`,
    ] as const),
    { properties: { roleDefinitionId: reader, principalId: ada.id, principalType: 'User' } },
  )
  await signIn(page, cloud, { as: ada, link: `#resource${idOf('id-read')}/federatedcredentials` })
  const add = page.getByRole('button', { name: 'Add credential' })
  await expect(add).toHaveAttribute('aria-disabled', 'true')
  await add.hover()
  await expect(page.getByRole('tooltip')).toContainText('You cannot do this')
  await page.getByRole('link', { name: 'Overview' }).click()
  await expect(page.getByRole('button', { name: 'Delete', exact: true })).toHaveAttribute('aria-disabled', 'true')
})

test('its pages fit a telephone, and the dark', async ({ page, cloud }) => {
  await makeIdentity(cloud, 'id-small')
  await page.setViewportSize({ width: 360, height: 740 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await signIn(page, cloud, { link: `#resource${idOf('id-small')}` })
  for (const blade of ['overview', 'associatedresources', 'federatedcredentials', 'properties', 'signins']) {
    await page.goto(`${cloud.origin}/#resource${idOf('id-small')}/${blade}`)
    await expect(page.getByRole('heading', { name: /^id-small/, level: 1 })).toBeVisible()
    await expectNoSidewaysScroll(page)
    await axe(page)
  }
  await page.goto(`${cloud.origin}/#create/${encodeURIComponent(type)}`)
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toBeVisible()
  await expectNoSidewaysScroll(page)
  await axe(page)
})
