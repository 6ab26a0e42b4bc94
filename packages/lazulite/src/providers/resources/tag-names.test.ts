/** The catalogue of tag names and values as clients fill it: everything is in the path, nothing in the body. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestCloud, type TestCloud } from '../../testing/start-test-cloud.js'

let test: TestCloud
const v = 'api-version=2024-11-01'
beforeAll(async () => {
  test = await startTestCloud()
})
afterAll(() => test.close())

it('takes names and values without content, as az sends them', async () => {
  const name = `${test.subscription}/tagNames/department`
  const count = { type: 'Total', value: 0 }
  const made = await test.arm('PUT', `${name}?${v}`)
  expect({ status: made.status, body: made.body }).toEqual({
    status: 201,
    body: { id: `${name}/`, tagName: 'department', count, values: [] },
  })
  const valued = await test.arm('PUT', `${name}/tagValues/it?${v}`)
  expect({ status: valued.status, body: valued.body }).toEqual({
    status: 201,
    body: { id: `${name}/tagValues/it`, tagValue: 'it', count },
  })
})
