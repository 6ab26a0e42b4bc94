/**
 * Both system-assigned tutorials, by the visible words of their steps, from the sign-in page to the 200 in the machine; at
 * portal.azure.com, in a browser that `lazulite exec` started. `npm run tour` keeps the pictures in `docs/tour`.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from './support/portal-test.ts'
import { publicOrigin } from './support/public-browser.ts'
import { groupUrl, readGroup } from './tour/connect.ts'
import { linuxTutorial } from './tour/linux-vm-system-assigned.ts'
import { smallPng } from './tour/small-png.ts'
import { numberSteps, type Tutorial, writeTour } from './tour/tour.ts'
import { windowsTutorial } from './tour/windows-vm-system-assigned.ts'

test.use({ cloudOf: 'tutorials' })

const docs = resolve(import.meta.dirname, '../../docs/tour')
const isTour = process.env.PORTAL_TOUR === '1'
const tutorials: readonly Tutorial[] = [linuxTutorial, windowsTutorial]

test.beforeAll(async ({ cloud }) => {
  await cloud.cli('vm', 'create', '-g', linuxTutorial.group, '-n', linuxTutorial.machine, '--assign-identity')
  const { group } = windowsTutorial
  await cloud.arm(
    'PUT',
    `/subscriptions/20000000-0000-4000-8000-000000000001/resourceGroups/${group}?api-version=2024-11-01`,
    {
      location: 'westus2',
    },
  )
})

for (const tutorial of tutorials) {
  const { name, group, machine } = tutorial
  test(`${name}: its steps lead to the group being read in the machine`, async ({ publicPage, cloud }, testInfo) => {
    test.setTimeout(180_000)
    const pictures = isTour ? join(docs, name) : testInfo.outputPath(name)
    mkdirSync(pictures, { recursive: true })
    for (const part of numberSteps(tutorial)) {
      for (const { number, words, file, act } of part.steps) {
        await test.step(`${number}. ${words}`, async () => {
          await act({ page: publicPage, cloud, origin: publicOrigin })
          await publicPage.evaluate(() => document.fonts.ready)
          const picture = await publicPage.screenshot({ animations: 'disabled', caret: 'hide' })
          writeFileSync(join(pictures, file), isTour ? smallPng(picture) : picture)
        })
      }
    }
    const inMachine = (url: string) => cloud.cli('exec', '-g', group, '-n', machine, '--', 'sh', '-c', readGroup(url))
    const answer = await inMachine(groupUrl(group, '2016-09-01'))
    expect(answer).toContain('status 200')
    expect(answer).toContain(`"name":"${group}"`)
    expect(await inMachine(groupUrl('of-somebody-else', '2016-09-01'))).toContain('status 403')
  })
}

for (const tutorial of tutorials) {
  test(`docs/tour/${tutorial.name}.md says what is played, and its pictures are there`, () => {
    const file = join(docs, `${tutorial.name}.md`)
    const text = writeTour(tutorial)
    if (isTour) {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
    }
    expect(readFileSync(file, 'utf8'), 'npm run tour makes it anew').toBe(text)
    const named = numberSteps(tutorial).flatMap(({ steps }) => steps.map((step) => step.file))
    expect(readdirSync(join(docs, tutorial.name)).sort()).toEqual(named.sort())
  })
}
