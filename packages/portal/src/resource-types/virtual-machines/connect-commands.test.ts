import { expect, it } from 'vitest'
import { sshCommands } from './connect-commands.js'
import type { Machine } from './machine.js'

const machine: Machine = {
  id: '/subscriptions/s/resourceGroups/Dev(Test)/providers/Microsoft.Compute/virtualMachines/web-1',
  name: 'web-1',
  location: 'westus2',
  properties: { osProfile: { adminUsername: 'ada', linuxConfiguration: { disablePasswordAuthentication: true } } },
}

it('quotes what a shell would read as its own', () => {
  expect(sshCommands(machine, undefined).map(({ command }) => command)).toEqual([
    "lazulite ssh -g 'Dev(Test)' -n web-1",
    'ssh -i ~/.ssh/web-1_key.pem -p PORT ada@localhost',
  ])
})

it('names the public address where there is one, and no key where a password will do', () => {
  const withPassword = { ...machine, properties: { osProfile: { adminUsername: 'ada' } } }
  expect(sshCommands(withPassword, '203.0.113.1').at(-1)?.command).toBe('ssh ada@203.0.113.1')
})
