import { expect, it } from 'vitest'
import { oneWriteAtATime } from './one-write-at-a-time.js'

const text =
  "Too many Federated Identity Credentials are written concurrently for the managed identity '/id/a'. Concurrent Federated Identity Credentials writes under the same managed identity are not supported."
const done = async (): Promise<string> => 'done'

it('refuses a second write to an identity, in any case, until the first has ended', async () => {
  const { promise, resolve } = Promise.withResolvers<string>()
  const store = {}
  const first = oneWriteAtATime(store, '/id/A', () => promise)
  await expect(oneWriteAtATime(store, '/ID/a', done)).rejects.toThrow(text)
  expect(await oneWriteAtATime(store, '/id/b', done)).toBe('done')
  expect(await oneWriteAtATime({}, '/id/a', done)).toBe('done')
  resolve('first')
  expect(await first).toBe('first')
  expect(await oneWriteAtATime(store, '/id/a', done)).toBe('done')
})

it('lets go of an identity when a write fails', async () => {
  const store = {}
  await expect(oneWriteAtATime(store, '/id/a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await oneWriteAtATime(store, '/id/a', done)).toBe('done')
})
