/** What was acknowledged survives `kill -9`, machines come back, and nothing is left behind. */
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { detectCompute } from '../../src/compute/detect.js'
import { isBuilt, LazuliteProcess, subscriptionId } from './lazulite-process.js'

const support = await detectCompute()
const folders: string[] = []
const servers: LazuliteProcess[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const start = async (data: string): Promise<LazuliteProcess> => {
  const server = await LazuliteProcess.start(data)
  servers.push(server)
  return server
}

/** Processes that hold a namespace of ours: anchors name their runtime folder or are children of the server. */
const childrenOf = (pid: number): string[] =>
  readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
  )

const isGone = (pid: string): boolean => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z')
  } catch {
    return true
  }
}

/** Waits for an end that the kernel does not announce to strangers, for at most ten seconds. */
async function untilGone(pids: readonly string[]): Promise<string[]> {
  const deadline = Date.now() + 10_000
  for (;;) {
    const left = pids.filter((pid) => !isGone(pid))
    if (left.length === 0 || Date.now() > deadline) return left
    await new Promise((done) => setImmediate(done))
  }
}

describe.skipIf(!isBuilt)('a server that is killed', () => {
  it('has every acknowledged write when it starts again', async () => {
    const data = LazuliteProcess.newData()
    folders.push(data)
    const first = await start(data)
    const acknowledged: string[] = []
    let isOver = false
    const writer = async (worker: number): Promise<void> => {
      for (let index = 0; !isOver; index++) {
        const name = `rg-${worker}-${index}`
        try {
          const { status } = await first.arm(
            'PUT',
            `/subscriptions/${subscriptionId}/resourceGroups/${name}?api-version=2021-04-01`,
            { location: 'westus' },
          )
          if (status === 201) acknowledged.push(name)
        } catch {
          return // the server is gone
        }
        if (acknowledged.length >= 6 && !isOver) {
          isOver = true
          first.child.kill('SIGKILL')
        }
      }
    }
    await Promise.all([writer(1), writer(2), writer(3)])
    expect(await first.exit).toBe('SIGKILL')

    const second = await start(data)
    const { body } = await second.arm('GET', `/subscriptions/${subscriptionId}/resourceGroups?api-version=2021-04-01`)
    const names = (body as { value: { name: string }[] }).value.map(({ name }) => name)
    expect(acknowledged.filter((name) => !names.includes(name))).toEqual([])
    expect(acknowledged.length).toBeGreaterThanOrEqual(6)
  }, 120_000)

  it.skipIf(support.driver !== 'netns')(
    'takes its machines with it, and brings them back when it starts again',
    async () => {
      const data = LazuliteProcess.newData()
      folders.push(data)
      const first = await start(data)
      await first.must('vm', 'create', '-g', 'Dev', '-n', 'vm1', '--location', 'westus', '--assign-identity')
      const anchors = childrenOf(first.ready.pid)
      expect(anchors.length).toBeGreaterThan(0)
      first.child.kill('SIGKILL')
      await first.exit
      expect(await untilGone(anchors)).toEqual([])

      const second = await start(data)
      const url =
        'http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com/'
      const { stdout, stderr } = await second.inside('Dev', 'vm1', 'curl', '-sS', url, '-H', 'Metadata:true')
      expect(JSON.parse(stdout), stderr).toMatchObject({ token_type: 'Bearer' })

      const left = childrenOf(second.ready.pid)
      await second.must('stop')
      expect(await second.exit).toBe(0)
      expect(await untilGone(left)).toEqual([])
      expect(readdirSync(`${data}/run`).filter((name) => name.endsWith('.json'))).toEqual([])
    },
    120_000,
  )
})
