/** The portal at Azure's own address, in a browser that `lazulite exec` started and that trusts the cloud as people make it. */

import { expect, signIn, subscriptionId, test } from './support/portal-test.ts'
import { publicOrigin } from './support/public-browser.ts'

const group = `/subscriptions/${subscriptionId}/resourceGroups/at-public-names`

test.beforeAll(async ({ cloud }) => {
  await cloud.arm('PUT', `${group}?api-version=2024-11-01`, { location: 'westus2' })
})

test('at portal.azure.com every service is asked by its public name', async ({ publicPage, cloud }) => {
  const asked = new Set<string>()
  publicPage.on('request', (request) => asked.add(new URL(request.url()).origin))
  const answered = (host: string) =>
    publicPage.waitForResponse(
      (response) => new URL(response.url()).host === host && response.request().method() !== 'OPTIONS',
    )
  const [resourceManager] = await Promise.all([
    answered('management.azure.com'),
    signIn(publicPage, { ...cloud, origin: publicOrigin }, { link: `#resource${group}/overview` }),
  ])
  expect(resourceManager.status()).toBe(200)
  await expect(publicPage.getByRole('heading', { level: 1, name: 'at-public-names' })).toBeVisible()
  expect(new URL(publicPage.url()).origin).toBe(publicOrigin)

  await publicPage.getByRole('link', { name: 'Access control (IAM)' }).click()
  const [graph] = await Promise.all([
    answered('graph.microsoft.com'),
    publicPage.getByRole('tab', { name: /^Role assignments/ }).click(),
  ])
  expect(graph.status()).toBe(200)
  await expect(publicPage.getByRole('row', { name: /Owner/ }).first()).toBeVisible()
  expect([...asked].sort()).toEqual([
    'https://graph.microsoft.com',
    'https://login.microsoftonline.com',
    'https://management.azure.com',
    publicOrigin,
  ])
})
