/** A data folder that lost its credentials file: the next start sets new ones, and they work. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { isBuilt, LazuliteProcess } from './lazulite-process.js'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

describe.skipIf(!isBuilt)('a data folder without usable credentials', () => {
  it.each([
    ['missing', (file: string) => rmSync(file)],
    ['damaged', (file: string) => writeFileSync(file, '{"tenantId":')],
  ])(
    'gets new ones when the file is %s',
    async (_, harm) => {
      const data = LazuliteProcess.newData()
      folders.push(data)
      const file = join(data, 'credentials.json')
      const first = await LazuliteProcess.start(data)
      await first.must('vm', 'list', '--json')
      await first.stop()
      const before = JSON.parse(readFileSync(file, 'utf8'))
      harm(file)
      const second = await LazuliteProcess.start(data)
      try {
        const after = JSON.parse(await second.must('credentials', '--json'))
        expect(after).toEqual({
          ...before,
          admin: { ...before.admin, password: expect.any(String) },
          operator: { ...before.operator, clientSecret: expect.any(String) },
        })
        expect(after.operator.clientSecret).not.toBe(before.operator.clientSecret)
        expect(JSON.parse(await second.must('vm', 'list', '--json'))).toEqual([])
      } finally {
        await second.stop()
      }
    },
    60_000,
  )
})
