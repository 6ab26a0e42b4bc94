/** Signing in as people do: on the token service's page. */
import { expect, type Page } from '@playwright/test'
import type { Account, TestCloud } from './test-cloud.ts'

export interface SignIn {
  /** Default: the administrator. */
  readonly as?: Account
  /** Default: `#home`. */
  readonly link?: string
}

/** From the sign-in page to the page that the link names. Somebody who is signed in already is not asked again. */
export async function signIn(
  page: Page,
  cloud: Pick<TestCloud, 'origin' | 'admin'>,
  asked: SignIn = {},
): Promise<void> {
  const { as = cloud.admin, link = '#home' } = asked
  await page.goto(`${cloud.origin}/${link}`)
  const userName = page.getByLabel(/user name|email/i)
  const account = page.getByRole('button', { name: /^Account of/ })
  const other = page.getByRole('button', { name: /another account/i })
  await expect(userName.or(account).or(other).first()).toBeVisible({ timeout: 20_000 })
  if (await account.isVisible()) return
  if (await other.isVisible()) await other.click()
  await userName.fill(as.userPrincipalName)
  await page.getByLabel(/password/i).fill(as.password)
  await page.getByRole('button', { name: /sign in/i }).click()
  await expect(account).toBeVisible({ timeout: 20_000 })
}
