/** "Use a Windows VM system-assigned managed identity to access Resource Manager". */
import { expect } from '@playwright/test'
import { connectSteps } from './connect.ts'
import { finishSignIn, grantSteps, signInStep } from './grant-access.ts'
import type { Step, Tutorial } from './tour.ts'

const place = { group: 'DevTest-Windows', machine: 'win-1' }
const password = 'A-password-of-12+'

const createSteps: readonly Step[] = [
  {
    words: 'Open "Virtual machines" and select "Create", then "Azure virtual machine"',
    explanation: 'Every list of resources begins with "Create".',
    picture: 'create',
    async act(it) {
      const { page } = it
      await finishSignIn(it)
      await page.getByRole('main').getByRole('link', { name: 'Virtual machines', exact: true }).first().click()
      await page.getByRole('button', { name: 'Create', exact: true }).first().click()
      await expect(page.getByRole('menuitem', { name: 'Azure virtual machine', exact: true })).toBeVisible()
    },
  },
  {
    words: `In "Basics", choose the resource group, the name "${place.machine}", a Windows image, a username and a password`,
    explanation:
      'The machine that is made runs on Linux and has the names, the identity and the metadata of a Windows one.',
    picture: 'basics',
    async act({ page }) {
      await page.getByRole('menuitem', { name: 'Azure virtual machine', exact: true }).click()
      await expect(page.getByRole('heading', { level: 1, name: 'Create a virtual machine' })).toBeVisible()
      await page.getByRole('combobox', { name: /^Resource group/ }).selectOption({ label: place.group })
      await page.getByRole('textbox', { name: /^Virtual machine name/ }).fill(place.machine)
      const image = page.getByRole('combobox', { name: /^Image/ })
      const label = await image
        .getByRole('option', { name: /Windows Server/ })
        .first()
        .textContent()
      await image.selectOption({ label: label ?? '' })
      await page.getByRole('textbox', { name: /^Username/ }).fill('azureuser')
      await page
        .getByLabel(/^Password/)
        .last()
        .fill(password)
      await page.getByLabel(/^Confirm password/).fill(password)
    },
  },
  {
    words: 'In "Management", tick "Enable system assigned managed identity"',
    explanation:
      'For a machine that is there already: its page "Identity", tab "System assigned", "Status" "On", "Save".',
    picture: 'management',
    async act({ page }) {
      await page.getByRole('tab', { name: 'Management' }).click()
      await page.getByRole('checkbox', { name: /Enable system assigned managed identity/i }).check()
    },
  },
  {
    words: 'Select "Review + create", then "Create"',
    explanation: 'The making of it is a long operation: it can be left, and the bell tells how it ends.',
    picture: 'created',
    async act({ page, cloud }) {
      await page.getByRole('button', { name: 'Review + create' }).click()
      await page.getByRole('button', { name: 'Create', exact: true }).click()
      await expect(page.getByText('Your deployment is complete')).toBeVisible({ timeout: 60_000 })
      const machines = JSON.parse(await cloud.cli('vm', 'list', '--json')) as readonly { readonly name: string }[]
      expect(machines.map(({ name }) => name)).toContain(place.machine)
    },
  },
]

export const windowsTutorial: Tutorial = {
  ...{ name: 'windows-vm-system-assigned', ...place },
  title: 'A Windows machine reads its resource group',
  introduction: [
    'Microsoft\'s tutorial "Use a Windows VM system-assigned managed identity to access Resource Manager", in the portal of',
    'this cloud, from making the machine to reading the group with its token.',
  ].join('\n'),
  parts: [
    { heading: 'Make a machine with an identity', steps: [signInStep, ...createSteps] },
    { heading: 'Grant access', steps: grantSteps(place) },
    { heading: 'Get a token and use it', steps: connectSteps({ ...place, apiVersion: '2016-06-01' }) },
  ],
  notes: [
    'There is no remote desktop here: the machine is a Linux one with a Windows profile. The terminal in the browser takes its place.',
    'The tutorial asks by `Invoke-WebRequest` of PowerShell. The requests are the same with curl, which is what the pictures show; where PowerShell is installed on your computer, it is in the machine too.',
    'A change of access holds at once here. On Azure it may take minutes.',
  ],
}
