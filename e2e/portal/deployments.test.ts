import { axe } from './support/axe.ts'
import { assignRole, linkOf } from './support/portal-cloud.ts'
import { expect, signIn, subscriptionId, type TestCloud, test } from './support/portal-test.ts'

const subscription = `/subscriptions/${subscriptionId}`
const schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#'

const identity = (name: string) => ({
  ...{ type: 'Microsoft.ManagedIdentity/userAssignedIdentities', apiVersion: '2024-11-30', name, location: 'eastus' },
})

/** An interface in a subnet that is not there. */
const lostInterface = (group: string) => ({
  ...{ type: 'Microsoft.Network/networkInterfaces', apiVersion: '2024-05-01', name: 'lost-nic', location: 'eastus' },
  properties: {
    ipConfigurations: [
      {
        name: 'a',
        properties: { subnet: { id: `${group}/providers/Microsoft.Network/virtualNetworks/none/subnets/x` } },
      },
    ],
  },
})

async function makeGroup(cloud: TestCloud, name: string): Promise<string> {
  const id = `${subscription}/resourceGroups/${name}`
  await cloud.arm('PUT', `${id}?api-version=2024-11-01`, { location: 'eastus' })
  return id
}

async function deploy(cloud: TestCloud, group: string, [name, ...resources]: readonly [string, ...object[]]) {
  const id = `${group}/providers/Microsoft.Resources/deployments/${name}`
  await cloud.arm('PUT', `${id}?api-version=2025-04-01`, {
    properties: {
      mode: 'Incremental',
      parameters: { place: { value: 'here' }, secret: { value: 'not-shown-anywhere' } },
      template: {
        $schema: schema,
        contentVersion: '1.0.0.0',
        parameters: {
          place: { type: 'string' },
          secret: { type: 'securestring' },
          count: { type: 'int', defaultValue: 3 },
        },
        resources,
        outputs: { where: { type: 'string', value: "[parameters('place')]" } },
      },
    },
  })
  return id
}

test('a deployment that ends well: what it made, was given and has answered', async ({ page, cloud }) => {
  const group = await makeGroup(cloud, 'deployed')
  const id = await deploy(cloud, group, ['good', identity('made-1')])
  await signIn(page, cloud, { link: linkOf(group) })
  await page.getByRole('link', { name: '1 Succeeded' }).click()
  await expect(page.getByRole('heading', { name: 'deployed | Deployments' })).toBeVisible()
  await page.getByRole('link', { name: 'good' }).click()
  await expect(page.getByRole('heading', { name: 'Your deployment is complete' })).toBeVisible()
  await expect(page.getByRole('row', { name: /made-1.*Managed Identity.*Created/ })).toBeVisible()
  const menu = page.getByRole('navigation', { name: 'Menu of good' })
  await menu.getByRole('link', { name: 'Inputs' }).click()
  await expect(page.getByRole('row', { name: /place.*String.*here/ })).toBeVisible()
  await expect(page.getByRole('row', { name: /count.*Int.*3/ })).toBeVisible()
  await expect(page.getByRole('row', { name: /secret.*SecureString.*not kept/ })).toBeVisible()
  await menu.getByRole('link', { name: 'Outputs' }).click()
  await expect(page.getByRole('row', { name: /where.*String.*here/ })).toBeVisible()
  await menu.getByRole('link', { name: 'Template' }).click()
  await expect(page.getByRole('region', { name: 'Template' })).toContainText('userAssignedIdentities')
  await menu.getByRole('link', { name: 'Overview' }).click()
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText('No deployments: nothing has been made here from a template yet.')).toBeVisible()
  await expect(cloud.arm('GET', `${id}?api-version=2025-04-01`)).rejects.toThrow('DeploymentNotFound')
})

test('a deployment that fails says so in the service’s code and words, operation by operation', async ({
  page,
  cloud,
}) => {
  const group = await makeGroup(cloud, 'failing')
  const id = await deploy(cloud, group, ['bad', identity('made-2'), lostInterface(group)])
  await signIn(page, cloud, { link: linkOf(id) })
  await expect(page.getByRole('heading', { name: 'Your deployment failed' })).toBeVisible()
  const error = page.getByRole('main').getByRole('alert')
  await expect(error).toContainText('DeploymentFailed')
  await expect(error).toContainText(/InvalidResourceReference: .*subnets\/x/)
  await page.getByRole('button', { name: 'Operation details of lost-nic' }).click()
  const panel = page.getByRole('dialog', { name: 'Operation details' })
  await expect(panel.getByRole('alert')).toContainText(/InvalidResourceReference.*was not found/)
  await expect(panel.getByText('BadRequest')).toBeVisible()
  await expect(page).toHaveURL(/operation=/)
  await page.reload()
  await expect(panel.getByRole('alert')).toContainText('InvalidResourceReference')
  await page.keyboard.press('Escape')
  await expect(panel).toBeHidden()
})

test('what others deploy appears without a reload', async ({ page, cloud }) => {
  const group = await makeGroup(cloud, 'watched')
  await signIn(page, cloud, { link: linkOf(group, 'deployments') })
  await expect(page.getByText('No deployments: nothing has been made here from a template yet.')).toBeVisible()
  await deploy(cloud, group, ['by-others', identity('made-3')])
  await expect(page.getByRole('row', { name: /by-others.*Succeeded/ })).toBeVisible()
})

test('the pages of deployments hold up to axe, 360 pixels and the dark, and tell a Reader why not', async ({
  page,
  cloud,
}) => {
  test.slow() // two looks of axe at each of many pages
  const group = await makeGroup(cloud, 'deployment-pages')
  const id = await deploy(cloud, group, ['bad', lostInterface(group)])
  const reader = await cloud.addUser('deployment-reader')
  await assignRole(cloud, { role: 'Reader', scope: group, principalId: reader.id })
  await signIn(page, cloud, { as: reader, link: linkOf(id) })
  await expect(page.getByRole('heading', { name: 'Your deployment failed' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Delete', exact: true })).toHaveAccessibleDescription(
    /^You cannot do this: .*Reader/,
  )
  for (const link of [linkOf(id), linkOf(group, 'deployments'), linkOf(id, 'inputs'), linkOf(id, 'outputs')]) {
    await page.goto(`${cloud.origin}/${link}`)
    await expect(page.getByRole('table')).toBeVisible({ visible: !link.endsWith('outputs') })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await axe(page, { include: '#main', where: `${link}, ${colorScheme}` })
    }
    await page.setViewportSize({ width: 360, height: 740 })
    expect(await page.evaluate(() => document.querySelector('main')?.scrollWidth ?? 0)).toBeLessThanOrEqual(360)
    await page.setViewportSize({ width: 1280, height: 800 })
  }
})
