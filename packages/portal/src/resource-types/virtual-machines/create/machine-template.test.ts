import { describe, expect, it } from 'vitest'
import { imageKey, offeredImages } from './images.js'
import { type MachineForm, newForm } from './machine-form.js'
import { deploymentName, machineDeployment, validationOf } from './machine-template.js'

const form: MachineForm = {
  ...newForm,
  ...{ subscriptionId: 's', resourceGroup: 'DevTest', name: 'web-1', location: 'westus2', systemAssigned: true },
}
const facts = { publicKey: 'ssh-ed25519 AAAA', suffix: '123' }

interface Template {
  readonly parameters: Readonly<Record<string, { readonly type: string }>>
  readonly resources: readonly { readonly type: string; readonly identity?: object }[]
}
// made by the function under test
const templateOf = (asked: MachineForm) => machineDeployment(asked, facts).properties.template as Template
const typesOf = (asked: MachineForm) => templateOf(asked).resources.map(({ type }) => type.split('/').at(-1))

describe('deploymentName', () => {
  const now = new Date('2030-01-02T03:04:05Z')
  it('is what Azure calls it', () =>
    expect(deploymentName(form, now)).toBe('CreateVm-canonical.ubuntu-24_04-lts-server-20300102030405'))
  it.each(offeredImages)('fits for $label', (image) =>
    expect(deploymentName({ ...form, image: imageKey(image) }, now)).toMatch(/^(?=.{1,64}$)CreateVm-[\w.-]+-\d{14}$/),
  )
})

describe('machineDeployment', () => {
  it('makes everything that a machine needs', () => {
    expect(typesOf(form)).toEqual([
      ...['networkInterfaces', 'networkSecurityGroups', 'virtualNetworks', 'publicIPAddresses', 'virtualMachines'],
    ])
    expect(templateOf(form).resources.at(-1)?.identity).toEqual({ type: 'SystemAssigned' })
  })

  it('makes no network where one is used, and no address where none is wanted', () => {
    const asked = { ...form, subnetId: '/x/virtualNetworks/v/subnets/a', hasPublicAddress: false }
    expect(typesOf(asked)).toEqual(['networkInterfaces', 'networkSecurityGroups', 'virtualMachines'])
  })

  it('leaves the identity out unless it is asked for', () => {
    expect(templateOf({ ...form, systemAssigned: false }).resources.at(-1)).not.toHaveProperty('identity')
  })

  it('keeps what a person wrote out of the template, and secrets secret', () => {
    const asked: MachineForm = {
      ...form,
      ...{
        authentication: 'password',
        password: "[concat('a')]",
        customData: '#!/bin/sh',
        tags: [{ name: 'a', value: '[b]' }],
      },
    }
    expect(JSON.stringify(templateOf(asked))).not.toMatch(/\[b\]|\[concat\('a'\)\]|bin\/sh|web-1/)
    expect(templateOf(asked).parameters).toMatchObject({
      adminPassword: { type: 'securestring' },
      customData: { type: 'securestring' },
    })
  })

  it('opens the chosen ports only', () => {
    const rulesOf = (asked: MachineForm) =>
      machineDeployment(asked, facts).properties.parameters.networkSecurityGroupRules?.value
    expect(rulesOf({ ...form, allowsInbound: false })).toEqual([])
    expect(rulesOf(form)).toMatchObject([{ name: 'SSH', properties: { destinationPortRange: '22', priority: 300 } }])
  })
})

describe('validationOf', () => {
  it('asks in the group', () => {
    expect(validationOf(form, facts, 'd').path).toBe(
      '/subscriptions/s/resourceGroups/DevTest/providers/Microsoft.Resources/deployments/d/validate',
    )
  })
  it('asks at the subscription for a group that is not there', () => {
    const { path, body } = validationOf({ ...form, isNewGroup: true }, facts, 'd')
    expect([path, body.location]).toEqual([
      '/subscriptions/s/providers/Microsoft.Resources/deployments/d/validate',
      'westus2',
    ])
  })
})
