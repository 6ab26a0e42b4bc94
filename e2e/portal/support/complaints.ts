/** What a browser has to complain about, and what it told the server of it. */
import type { Page } from '@playwright/test'

/**
 * Everything that a browser complains about on this page from now on: console errors, exceptions, violations of the
 * content security policy. A refusal of a service is no complaint; browsers log each.
 */
export async function collectComplaints(page: Page): Promise<readonly string[]> {
  const found: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of [45]\d\d/.test(message.text())) found.push(message.text())
  })
  page.on('pageerror', (error) => found.push(String(error)))
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) => {
      console.error(`policy violated: ${effectiveDirective} ${blockedURI} at ${sourceFile}:${lineNumber}`)
    })
  })
  return found
}

/** Lines with which browsers reported to the server that its policy was violated. */
export const reportedViolations = (log: string): readonly string[] =>
  log.split('\n').filter((line) => line.includes('content security policy violated'))
