/** The last part of both tutorials: into the machine, a token of its identity, and the group that it may read. */
import { expect, type Page } from '@playwright/test'
import { subscriptionId } from '../support/test-cloud.ts'
import type { Step } from './tour.ts'

/** Of Azure Resource Manager; the slash at its end belongs to it. */
export const tokenUrl =
  'http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com/'

/** @param apiVersion as the tutorial has it */
export const groupUrl = (group: string, apiVersion: string): string =>
  `https://management.azure.com/subscriptions/${subscriptionId}/resourceGroups/${group}?api-version=${apiVersion}`

/** One script for a POSIX shell: the token stays in a variable. Prints the answer, then its status in a line of its own. */
export const readGroup = (url: string): string =>
  [
    `TOKEN=$(curl -s '${tokenUrl}' -H Metadata:true | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
    `curl -s -w '\\nstatus %{http_code}\\n' '${url}' -H "Authorization: Bearer $TOKEN"`,
  ].join('; ')

interface Connecting {
  readonly group: string
  readonly machine: string
  readonly apiVersion: string
}

export function connectSteps({ group, machine, apiVersion }: Connecting): readonly Step[] {
  return [
    {
      words: `Open "Virtual machines", select "${machine}", and in the overview "Connect"`,
      explanation: 'The page has the command for an SSH client, and a terminal in the browser.',
      picture: 'connect',
      async act({ page }) {
        await page.goto(`${new URL(page.url()).origin}/#home`)
        await page.getByRole('main').getByRole('link', { name: 'Virtual machines', exact: true }).first().click()
        await page.getByRole('link', { name: machine, exact: true }).click()
        await page.getByRole('toolbar').getByRole('button', { name: 'Connect', exact: true }).click()
        await expect(page.getByRole('heading', { level: 2, name: 'Connect in the browser' })).toBeVisible()
      },
    },
    {
      words: 'Open the terminal',
      explanation: 'A shell inside the machine. Nothing has to be installed.',
      picture: 'terminal',
      async act({ page }) {
        await page.getByRole('button', { name: 'Open terminal' }).click()
        await expect(terminal(page)).toContainText(/[$#]/, { timeout: 20_000 })
      },
    },
    {
      words: 'Ask for a token, and read the resource group with it',
      explanation: `The first request goes to the machine's own metadata service, the second one to Resource Manager with the token. Without the role of the steps before, the second one is refused with 403.`,
      picture: 'token',
      async act({ page }) {
        await terminal(page).click()
        await page.keyboard.type('clear; ')
        await page.keyboard.type(readGroup(groupUrl(group, apiVersion)))
        await page.keyboard.press('Enter')
        await expect(terminal(page)).toContainText('status 200', { timeout: 20_000 })
        await expect(terminal(page)).toContainText(`"name":"${group}"`)
      },
    },
  ]
}

const terminal = (page: Page) => page.locator('.xterm')
