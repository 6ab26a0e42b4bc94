/**
 * The steps that both system-assigned tutorials have in common: sign in, and grant a machine's identity access to a group.
 *
 * Source: "Use a Linux (Windows) VM system-assigned managed identity to access Azure Resource Manager", "Grant access",
 * with the words that Azure's portal has today beside the older ones of the text ("Manage identity", "Save").
 */
import { expect } from '@playwright/test'
import { signIn } from '../support/sign-in.ts'
import type { Place, Step } from './tour.ts'

export const signInStep: Step = {
  words: 'Sign in to the portal as administrator',
  explanation:
    'The name is `admin@lazulite.onmicrosoft.com`; `npx lazulite credentials` shows the password that was made at the first start.',
  picture: 'sign-in',
  async act({ page, origin, cloud }) {
    await page.goto(`${origin}/`)
    await page.getByLabel(/user name|email/i).fill(cloud.admin.userPrincipalName)
    await page.getByLabel(/password/i).fill(cloud.admin.password)
  },
}

/** Presses the button of the sign-in page, if that is where the page is. */
export const finishSignIn = ({ page, origin, cloud }: Place): Promise<void> => signIn(page, { ...cloud, origin })

export function grantSteps({ group, machine }: { readonly group: string; readonly machine: string }): readonly Step[] {
  return [
    {
      words: 'Open "Resource groups"',
      explanation: 'It is one of the services on the first page, and in the menu at the top left.',
      picture: 'resource-groups',
      async act(place) {
        const { page } = place
        await finishSignIn(place)
        await page.getByRole('main').getByRole('link', { name: 'Resource groups', exact: true }).first().click()
        await expect(page.getByRole('heading', { level: 1, name: 'Resource groups' })).toBeVisible()
        await expect(page.getByRole('link', { name: group, exact: true })).toBeVisible()
      },
    },
    {
      words: `Select the resource group "${group}"`,
      explanation: 'Access that is granted on a group holds for everything in it.',
      picture: 'group',
      async act({ page }) {
        await page.getByRole('link', { name: group, exact: true }).click()
        await expect(page.getByRole('heading', { level: 1, name: group })).toBeVisible()
      },
    },
    {
      words: 'In the left panel, select "Access control (IAM)"',
      explanation: 'Who may do what here. Every resource, group and subscription has this page.',
      picture: 'access-control',
      async act({ page }) {
        await page.getByRole('link', { name: 'Access control (IAM)' }).click()
        await expect(page.getByRole('tab', { name: /^Role assignments/ })).toBeVisible()
      },
    },
    {
      words: 'Select "Add", then "Add role assignment"',
      explanation: 'A role assignment says: this one may do that here.',
      picture: 'add',
      async act({ page }) {
        await page.getByRole('button', { name: 'Add', exact: true }).click()
        await expect(page.getByRole('menuitem', { name: 'Add role assignment' })).toBeVisible()
      },
    },
    {
      words: 'In the tab "Role", select "Reader"',
      explanation: 'A Reader sees everything and changes nothing.',
      picture: 'role',
      async act({ page }) {
        await page.getByRole('menuitem', { name: 'Add role assignment' }).click()
        await expect(page.getByRole('tab', { name: 'Role', exact: true })).toHaveAttribute('aria-selected', 'true')
        await page.getByPlaceholder(/search by role name/i).fill('Reader')
        await page.getByRole('radio', { name: 'Select Reader', exact: true }).check()
      },
    },
    {
      words: 'In the tab "Members", for "Assign access to" select "Managed identity"; then "+ Select members"',
      explanation: 'A managed identity is the account of a machine or of another resource: nobody knows its password.',
      picture: 'members',
      async act({ page }) {
        await page.getByRole('tab', { name: 'Members' }).click()
        await page.getByRole('radiogroup', { name: 'Assign access to' }).getByLabel('Managed identity').check()
        await page.getByRole('button', { name: '+ Select members' }).click()
        await expect(page.getByRole('dialog', { name: 'Select managed identities' })).toBeVisible()
      },
    },
    {
      words: 'Check "Subscription"; for "Resource Group" leave "All resource groups"',
      explanation: 'The machine may be in another group than the one that it is allowed to read.',
      picture: 'subscription',
      async act({ page }) {
        const panel = page.getByRole('dialog', { name: 'Select managed identities' })
        await expect(panel.getByRole('combobox', { name: 'Subscription' })).not.toBeEmpty()
        await expect(panel.getByRole('combobox', { name: 'Resource Group' })).toContainText('All resource groups')
      },
    },
    {
      words: 'For "Managed identity", select "Virtual machine"',
      explanation: 'The list says how many of each kind there are.',
      picture: 'managed-identity',
      async act({ page }) {
        await page.getByRole('combobox', { name: 'Managed identity' }).click()
        await page
          .getByRole('option', { name: /^Virtual machine/ })
          .first()
          .click()
      },
    },
    {
      words: `Under "Select", choose "${machine}", then press "Select"`,
      explanation: 'What is chosen stands below the list.',
      picture: 'select',
      async act({ page }) {
        const panel = page.getByRole('dialog', { name: 'Select managed identities' })
        await panel.getByRole('button', { name: new RegExp(`^${machine} .*${group}$`) }).click()
        await expect(panel.getByRole('list', { name: 'Selected members' })).toContainText(machine)
      },
    },
    {
      words: 'Select "Review + assign"',
      explanation: 'Older texts say "Save" here. Nothing has been changed so far: this page only shows what will be.',
      picture: 'review',
      async act({ page }) {
        await page
          .getByRole('dialog', { name: 'Select managed identities' })
          .getByRole('button', { name: 'Select', exact: true })
          .click()
        await expect(page.getByRole('table', { name: 'Members' })).toContainText(machine)
        await page.getByRole('button', { name: 'Review + assign' }).click()
        await expect(page.getByRole('tab', { name: 'Review + assign' })).toHaveAttribute('aria-selected', 'true')
      },
    },
    {
      words: 'Select "Review + assign" once more',
      explanation: `The list now has "${machine}" under "Reader".`,
      picture: 'assigned',
      async act({ page }) {
        await page.getByRole('button', { name: 'Review + assign' }).click()
        const assigned = page.getByRole('table', { name: 'Role assignments' }).getByRole('row', { name: machine })
        await expect(assigned).toContainText('Reader')
      },
    },
  ]
}
