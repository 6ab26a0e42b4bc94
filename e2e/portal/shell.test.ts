import { expect, signIn, test } from './support/portal-test.ts'

test('signing in leads to the page that was asked for', async ({ page, cloud }) => {
  await signIn(page, cloud, { link: '#browse/Microsoft.Resources%2FresourceGroups' })
  await expect(page.getByRole('heading', { name: 'Resource groups' })).toBeVisible()
  expect(new URL(page.url()).hash).toBe('#browse/Microsoft.Resources%2FresourceGroups')
})
