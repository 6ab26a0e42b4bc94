/** Terminals in the browser: into a machine by the serial console's protocol, and Cloud Shell. */
import { execFileSync } from 'node:child_process'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, signIn, subscriptionId, type TestCloud, test } from './support/portal-test.ts'

const idOf = (name: string) =>
  `/subscriptions/${subscriptionId}/resourceGroups/Terminals/providers/Microsoft.Compute/virtualMachines/${name}`
const linkOf = (name: string) => `#view/terminal?resource=${encodeURIComponent(idOf(name))}`
const makeMachine = (cloud: TestCloud, name: string) =>
  cloud.cli('vm', 'create', '-g', 'Terminals', '-n', name, '--assign-identity')

/** What the screen shows, line by line. */
const screen = (page: Page) => page.locator('.xterm-rows')
const type = async (page: Page, line: string) => {
  await page.getByRole('textbox', { name: 'Terminal input' }).focus()
  await page.keyboard.type(`${line}\n`)
}
const connected = (page: Page, label: string | RegExp) =>
  expect(page.getByRole('region', { name: label }).getByRole('status')).toHaveText('Connected', { timeout: 30_000 })

const noSeriousViolation = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).include('section[aria-label]').analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
}

test("the tutorial's curl gets a token in a terminal of the machine", async ({ page, cloud }) => {
  await makeMachine(cloud, 'web-1')
  await signIn(page, cloud, { link: linkOf('web-1') })
  await connected(page, 'Terminal of web-1')
  await expect(screen(page)).toContainText('azureuser@web-1:~$')
  const url =
    'http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com/'
  await type(page, `curl '${url}' -H Metadata:true -s | cut -c 1-17`)
  await expect(screen(page)).toContainText('{"access_token":"')
  // colours by number are styles too, and the policy has no exception for them
  await type(page, String.raw`printf '\033[38;2;255;0;0m%s\033[0m\n' "$((40+2)) red"`)
  await expect(screen(page)).toContainText('42 red')
  await noSeriousViolation(page)
  await page.keyboard.press('Control+.')
  await expect(page.getByRole('button', { name: 'Copy the selection' })).toBeFocused()
  await type(page, 'exit')
  await expect(page.getByRole('alert')).toContainText('The shell has ended (exit status 0).')
  await page.getByRole('button', { name: 'Reconnect' }).last().click()
  await connected(page, 'Terminal of web-1')
})

test('a terminal ends with its machine, and says so', async ({ page, cloud }) => {
  await makeMachine(cloud, 'web-2')
  await signIn(page, cloud, { link: linkOf('web-2') })
  await connected(page, 'Terminal of web-2')
  await cloud.cli('vm', 'stop', '-g', 'Terminals', '-n', 'web-2')
  await expect(page.getByRole('alert')).toContainText("The virtual machine 'web-2' is not running.")
  await page.getByRole('button', { name: 'Reconnect' }).last().click()
  await expect(page.getByText('OperationNotAllowed')).toBeVisible()
})

test('a Reader is told why not before the click', async ({ page, cloud }) => {
  await makeMachine(cloud, 'web-3')
  const reader = await cloud.addUser('terminal-reader')
  const group = idOf('x').split('/providers/')[0]
  await cloud.arm(
    'PUT',
    `${group}/providers/Microsoft.Authorization/roleAssignments/${crypto.randomUUID()}?api-version=2022-04-01`,
    {
      properties: {
        roleDefinitionId: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`,
        principalId: reader.id,
        principalType: 'User',
      },
    },
  )
  await signIn(page, cloud, { as: reader, link: linkOf('web-3') })
  const button = page.getByRole('button', { name: 'Open terminal' })
  await expect(button).toHaveAttribute('aria-disabled', 'true')
  await button.hover()
  await expect(page.getByRole('tooltip')).toContainText(/You cannot do this/)
})

test('Cloud Shell is signed in as the user of the portal', async ({ page, cloud }) => {
  await makeMachine(cloud, 'web-4')
  await signIn(page, cloud)
  await page.getByRole('button', { name: 'Cloud Shell' }).click()
  await connected(page, 'Cloud Shell')
  await expect(screen(page)).toContainText('admin [ ~ ]$', { timeout: 40_000 })
  await type(page, 'lazulite vm list')
  await expect(screen(page)).toContainText('web-4')
  await type(
    page,
    'lazulite explain --principal $ACC_OID --action Microsoft.Compute/virtualMachines/read --scope Terminals',
  )
  await expect(screen(page)).toContainText('Allowed: Owner at subscription')
  await noSeriousViolation(page)
  // it stays while the page changes
  await page.evaluate(() => {
    location.hash = '#browse/Microsoft.Resources%2FresourceGroups'
  })
  await expect(page.getByRole('heading', { name: 'Resource groups' })).toBeVisible()
  await expect(screen(page)).toContainText('Allowed: Owner at subscription')
})

test('az in Cloud Shell says who the user is', async ({ page, cloud }) => {
  test.skip(!hasAzureCli(), 'Azure CLI is not installed: set AZURE_CLI or put az on the path')
  await signIn(page, cloud, { link: '#view/cloudshell' })
  await connected(page, 'Cloud Shell')
  await expect(screen(page)).toContainText('admin [ ~ ]$', { timeout: 40_000 })
  await type(page, 'az account show --query user.name')
  await expect(screen(page)).toContainText('"admin@lazulite.onmicrosoft.com"', { timeout: 20_000 })
})

function hasAzureCli(): boolean {
  try {
    execFileSync(process.env.AZURE_CLI ?? 'az', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
