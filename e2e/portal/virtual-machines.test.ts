/** Virtual machines by clicks: made, looked at, their identities changed, stopped, deleted; and what a Reader sees of it. */
import type { Page } from '@playwright/test'
import { axeFindings } from './support/axe.ts'
import { expect, signIn, subscriptionId, type TestCloud, test } from './support/portal-test.ts'

test.use({ cloudOf: 'virtual-machines' })

const group = 'PortalMachines'
const groupId = `/subscriptions/${subscriptionId}/resourceGroups/${group}`
const machineId = `${groupId}/providers/Microsoft.Compute/virtualMachines/web-1`
const list = '#browse/Microsoft.Compute%2FvirtualMachines'
const createLink = '#create/Microsoft.Compute%2FvirtualMachines'
const readerRole = 'acdd72a7-3385-48ef-bd42-f606fba81ae7'

interface Machine {
  readonly identity?: {
    readonly type: string
    readonly principalId?: string
    readonly userAssignedIdentities?: Readonly<Record<string, unknown>>
  }
}
const machineOf = (cloud: TestCloud) => cloud.arm<Machine>('GET', `${machineId}?api-version=2024-07-01`)

/** Pages only. Of Fluent's own, axe takes the two invisible stops around a list of tabs for lost content; they pass the focus on. */
async function expectAccessible(page: Page): Promise<void> {
  const found = await axeFindings(page)
  expect(found.filter((line) => !/data-tabster-dummy|aria-label="Account of/.test(line))).toEqual([])
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const beyond = await page.locator('html').evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)
  expect(beyond).toBeLessThanOrEqual(0)
}

const menu = (page: Page) => page.getByRole('navigation', { name: /^Menu of/ })

test.describe.configure({ mode: 'serial' })

test('creates a virtual machine with an identity, in a new resource group', async ({ page, cloud }) => {
  await signIn(page, cloud, { link: list })
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('menuitem', { name: 'Azure virtual machine', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Create a virtual machine' })).toBeVisible()

  await page.getByRole('button', { name: 'Create new' }).click()
  await page.getByLabel('New resource group').getByLabel('Name').fill(group)
  await page.getByRole('button', { name: 'OK' }).click()
  await page.getByLabel('Virtual machine name').fill('web_1')
  await expect(page.getByText("Linux host name cannot contain '_'.")).toBeVisible()
  await page.getByLabel('Virtual machine name').fill('web-1')
  await page.getByLabel('Region').selectOption({ label: '(US) West US 2' })
  await page.getByLabel('Size').selectOption('Standard_B1s')
  await page.getByLabel('Ed25519 SSH Format').check()
  await expect(page.getByLabel('Key pair name')).toHaveValue('web-1_key')
  await expectAccessible(page)

  await page.getByRole('tab', { name: 'Management' }).click()
  await page.getByLabel('Enable system assigned managed identity').check()
  await page.getByRole('tab', { name: 'Tags' }).click()
  await page.getByLabel('Name of tag 1').fill('made')
  await page.getByLabel('Value of tag 1').fill('by clicks')
  await page.getByRole('button', { name: 'Review + create' }).click()
  await expect(page.getByText('Validation passed')).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Create', exact: true }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download private key and create resource' }).click()
  expect((await download).suggestedFilename()).toBe('web-1_key.pem')
  await expect(page.getByText('Your deployment is complete')).toBeVisible({ timeout: 40_000 })
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Go to resource', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'web-1' })).toBeVisible()
  await expect(page.getByRole('definition').filter({ hasText: /^Running$/ })).toBeVisible()
  await expect(page.getByText('made : by clicks')).toBeVisible()
  expect((await machineOf(cloud)).identity?.type).toBe('SystemAssigned')
  await expectAccessible(page)
})

test('turns the system assigned identity off and on', async ({ page, cloud }) => {
  const before = (await machineOf(cloud)).identity?.principalId
  await signIn(page, cloud, { link: `#resource${machineId}/overview` })
  await menu(page).getByRole('link', { name: 'Identity' }).click()
  await expect(page.getByLabel('Object (principal) ID', { exact: true })).toHaveValue(before ?? 'none')
  await page.getByRole('radio', { name: 'Off' }).check()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText(/Role assignments that name it stay behind/)).toBeVisible()
  await page.getByRole('button', { name: 'Yes' }).click()
  await expect(page.getByLabel('Object (principal) ID', { exact: true })).toBeHidden()
  expect((await machineOf(cloud)).identity).toBeUndefined()

  await page.getByRole('radio', { name: 'On' }).check()
  await page.getByRole('button', { name: 'Discard' }).click()
  await expect(page.getByRole('radio', { name: 'Off' })).toBeChecked()
  await page.getByRole('radio', { name: 'On' }).check()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Yes' }).click()
  await expect(page.getByLabel('Object (principal) ID', { exact: true })).not.toHaveValue(before ?? '')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Azure role assignments' }).click()
  await expect(page.getByRole('heading', { name: 'web-1 | Azure role assignments' })).toBeVisible()
})

test('adds and removes a user-assigned identity', async ({ page, cloud }) => {
  const identity = `${groupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/shared-1`
  await cloud.arm('PUT', `${identity}?api-version=2024-11-30`, { location: 'westus2' })
  await signIn(page, cloud, { link: `#resource${machineId}/identity?tab=user` })
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  const panel = page.getByRole('dialog', { name: 'Add user assigned managed identity' })
  await panel.getByLabel('Filter by identity name and/or resource group name').fill('shared')
  await panel.getByLabel('Select shared-1').check()
  await expectAccessible(page)
  await panel.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByRole('link', { name: 'shared-1' })).toBeVisible()
  const added = (await machineOf(cloud)).identity
  expect(added?.type).toBe('SystemAssigned, UserAssigned')

  await page.getByLabel('Select shared-1').check()
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('button', { name: 'Yes' }).click()
  await expect(page.getByText('No user assigned managed identities found')).toBeVisible()
  expect((await machineOf(cloud)).identity?.type).toBe('SystemAssigned')
})

test('stops and starts', async ({ page, cloud }) => {
  await signIn(page, cloud, { link: `#resource${machineId}/overview` })
  await page.getByRole('button', { name: 'Stop' }).click()
  await page.getByRole('button', { name: 'Yes' }).click()
  await expect(page.getByText('Stopped (deallocated)', { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Restart' })).toHaveAttribute('aria-disabled', 'true')
  await page.goto(`${cloud.origin}/${list}`)
  const row = page.getByRole('row', { name: /^Select web-1 / }).filter({ hasText: group })
  await row.getByLabel('Select web-1').check()
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(row.getByRole('cell', { name: 'Running', exact: true })).toBeVisible()
  await expectAccessible(page)
})

test('says how to connect', async ({ page, cloud }) => {
  await signIn(page, cloud, { link: `#resource${machineId}/overview` })
  await page.getByRole('button', { name: 'Connect' }).click()
  await expect(page.getByText(`lazulite ssh -g ${group} -n web-1`, { exact: true })).toBeVisible()
  await expect(page.getByText(/^curl 'http:\/\/169\.254\.169\.254\/metadata\/identity\/oauth2\/token/)).toBeVisible()
  await expectAccessible(page)
})

test('tells a Reader why not, before the click', async ({ page, cloud }) => {
  const reader = await cloud.addUser('machine-reader')
  await cloud.arm(
    'PUT',
    `${groupId}/providers/Microsoft.Authorization/roleAssignments/8a000000-0000-4000-8000-000000000001?api-version=2022-04-01`,
    {
      properties: {
        roleDefinitionId: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${readerRole}`,
        principalId: reader.id,
        principalType: 'User',
      },
    },
  )
  await signIn(page, cloud, { as: reader, link: `#resource${machineId}/overview` })
  for (const name of ['Start', 'Restart', 'Stop', 'Delete']) {
    await expect(page.getByRole('button', { name, exact: true })).toHaveAttribute('aria-disabled', 'true')
  }
  await page.getByRole('button', { name: 'Delete', exact: true }).focus()
  await expect(page.getByRole('tooltip')).toContainText('You cannot do this')
  await menu(page).getByRole('link', { name: 'Identity' }).click()
  await expect(page.getByRole('button', { name: 'Save' })).toHaveAttribute('aria-disabled', 'true')
  await expect(page.getByText(/^You cannot do this/).first()).toBeVisible()
  await page.goto(`${cloud.origin}/${createLink}?resourceGroup=${group}`)
  await page.getByLabel('Virtual machine name').fill('web-2')
  await page.getByRole('button', { name: 'Review + create' }).click()
  await expect(page.getByRole('button', { name: 'Create', exact: true })).toHaveAttribute('aria-disabled', 'true')
})

test('fits a narrow window, and the dark', async ({ page, cloud }) => {
  test.slow()
  await page.setViewportSize({ width: 360, height: 740 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await signIn(page, cloud, { link: list })
  const pages = [
    list,
    createLink,
    `${createLink}?tab=networking`,
    ...['overview', 'connect', 'identity', 'networking', 'disks', 'size', 'extensions'].map(
      (blade) => `#resource${machineId}/${blade}`,
    ),
    `#resource${machineId}/identity?tab=user&panel=add`,
  ]
  for (const link of pages) {
    await page.goto(`${cloud.origin}/${link}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await expect(page.getByRole('progressbar')).toHaveCount(0)
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
  }
})

test('deletes the machine and what was made with it', async ({ page, cloud }) => {
  await signIn(page, cloud, { link: `#resource${machineId}/overview` })
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  const panel = page.getByRole('dialog', { name: 'Delete web-1' })
  await expect(panel.getByLabel(/^Disk: web-1/)).toBeChecked()
  await panel.getByLabel(/^Network interface:/).check()
  await panel.getByLabel(/^Public IP address:/).check()
  await panel.getByLabel(/^I have read/).check()
  await expectAccessible(page)
  await panel.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(page.getByText("Successfully deleted virtual machine 'web-1'")).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('heading', { name: 'Virtual machines' })).toBeVisible()
  await expect(page.getByRole('row', { name: /^Select web-1 / }).filter({ hasText: group })).toHaveCount(0)
  const left = await cloud.arm<{ readonly value: readonly { readonly type: string }[] }>(
    'GET',
    `${groupId}/resources?api-version=2021-04-01`,
  )
  expect(left.value.map(({ type }) => type.split('/')[1]).sort()).toEqual([
    ...['networkSecurityGroups', 'userAssignedIdentities', 'virtualNetworks'],
  ])
})

test('has the same identities for a scale set', async ({ page, cloud }) => {
  const otherGroup = `/subscriptions/${subscriptionId}/resourceGroups/PortalScaleSets`
  const set = `${otherGroup}/providers/Microsoft.Compute/virtualMachineScaleSets/set-1`
  await cloud.arm('PUT', `${otherGroup}?api-version=2021-04-01`, { location: 'westus2' })
  await cloud.arm('PUT', `${set}?api-version=2024-07-01`, {
    location: 'westus2',
    sku: { name: 'Standard_B1s', capacity: 0 },
    properties: {
      upgradePolicy: { mode: 'Manual' },
      virtualMachineProfile: {
        storageProfile: {
          osDisk: { createOption: 'FromImage' },
          imageReference: { publisher: 'Debian', offer: 'debian-12', sku: '12-gen2', version: 'latest' },
        },
        osProfile: { computerNamePrefix: 'set1', adminUsername: 'azureuser', adminPassword: 'Secret-123456' },
        networkProfile: {
          networkInterfaceConfigurations: [
            { name: 'nic', properties: { primary: true, ipConfigurations: [{ name: 'ip', properties: {} }] } },
          ],
        },
      },
    },
  })
  await signIn(page, cloud, { link: `#resource${set}/identity` })
  await page.getByRole('radio', { name: 'On' }).check()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Yes' }).click()
  await expect(page.getByLabel('Object (principal) ID', { exact: true })).toBeVisible()
})
