/**
 * How long `az vm create` takes from nothing, az's own time included, and how much of that is the server's.
 * Runs when nothing else does; what else the computer does can only add, so the best of three counts.
 */
import { beforeAll, expect, it } from 'vitest'
import { Terminal } from '../az.ts'
import { readServerLog } from '../server-log.ts'
import { suiteEnvironment } from '../suite-environment.ts'

/** Milliseconds. */
const budget = { whole: 10_000, server: 2000 }

const terminal = new Terminal('az-vm-create-time')
beforeAll(async () => {
  await terminal.signIn()
  await terminal.sh('az group create -n {group} -l westus2')
})

interface Time {
  readonly whole: number
  readonly server: number
}

async function createMachine(name: string): Promise<Time> {
  const started = Date.now()
  const { status, stderr, took } = await terminal.sh(
    `az vm create -g {group} -n ${name} --image Ubuntu2204 --assign-identity --role Reader --scope /subscriptions/{subscription}/resourceGroups/{group} --generate-ssh-keys`,
  )
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  const requests = readServerLog(suiteEnvironment().log).filter(
    ({ time, command }) => time >= started && command === 'vm create',
  )
  expect(requests.length).toBeGreaterThan(8)
  return { whole: Math.round(took), server: Math.round(requests.reduce((sum, { millis }) => sum + millis, 0)) }
}

it("az vm create takes less than ten seconds, of which less than two are the server's", {
  timeout: 300_000,
}, async () => {
  const times: Time[] = []
  const isEnough = ({ whole, server }: Time): boolean => whole < budget.whole && server < budget.server
  while (times.length < 3 && !times.some(isEnough)) times.push(await createMachine(`web-${times.length + 1}`))
  console.log(`az vm create: ${times.map(({ whole, server }) => `${whole} ms (server ${server} ms)`).join(', ')}`)
  expect(times.filter(isEnough), JSON.stringify(times)).toHaveLength(1)
})
