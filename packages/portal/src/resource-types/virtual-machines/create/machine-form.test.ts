import { describe, expect, it } from 'vitest'
import { imageKey, offeredImages } from './images.js'
import {
  isWindowsForm,
  keyNameOf,
  type MachineForm,
  newForm,
  problemOfStep,
  problemsOf,
  withImage,
} from './machine-form.js'

const good: MachineForm = {
  ...newForm,
  ...{ subscriptionId: 's', resourceGroup: 'DevTest', name: 'web-1', location: 'westus2' },
}
const windowsKey = imageKey(offeredImages.find(({ isWindows }) => isWindows) ?? offeredImages[0] ?? never())
const windows = withImage({ ...good, password: 'Twelve-letters-1', confirmation: 'Twelve-letters-1' }, windowsKey)

function never(): never {
  throw new Error('no image is offered')
}

it('takes a complete form, of either system', () => {
  expect([problemsOf(good), problemsOf(windows), isWindowsForm(windows)]).toEqual([{}, {}, true])
})

it('names what is missing in an empty form', () => {
  expect(Object.keys(problemsOf(newForm)).sort()).toEqual([
    ...['keyName', 'location', 'name', 'resourceGroup', 'subscriptionId'],
  ])
})

describe('problemsOf', () => {
  it.each([
    [{ name: 'web_1' }, 'name', "Linux host name cannot contain '_'."],
    [{ name: 'web-' }, 'name', /begin with '_' or end with/],
    [{ name: 'x'.repeat(65) }, 'name', 'Linux host name cannot exceed 64 characters in length.'],
    [{ username: 'admin' }, 'username', 'The specified username is not allowed.'],
    [{ username: '1ada' }, 'username', /may not start with a hyphen or number/],
    [{ resourceGroup: 'dev.' }, 'resourceGroup', 'A resource group name cannot end in a period.'],
    [{ keySource: 'existing' }, 'publicKey', 'The value must not be empty.'],
    [{ authentication: 'password' }, 'password', 'The value must not be empty.'],
    [
      { authentication: 'password', password: 'Short-1' },
      'password',
      'Password must be between 12 and 72 characters long.',
    ],
    [
      { authentication: 'password', password: 'onlysmallletters' },
      'password',
      /^Password must have 3 of the following/,
    ],
    [{ authentication: 'password', password: 'a' }, 'confirmation', 'Password and confirm password must match.'],
    [{ inboundPorts: [] }, 'inboundPorts', 'Select at least one port.'],
    [{ tags: [{ name: '', value: 'x' }] }, 'tags', 'A tag with a value needs a name.'],
    [
      {
        tags: [
          { name: 'a', value: '' },
          { name: 'A', value: '' },
        ],
      },
      'tags',
      'Two tags have the same name.',
    ],
  ] as const)('%j: %s', (change, field, expected) => {
    const problem = problemsOf({ ...good, ...change })[field]
    if (typeof expected === 'string') expect(problem).toBe(expected)
    else expect(problem).toMatch(expected)
  })

  it('knows what Windows calls a name', () => {
    expect(problemsOf({ ...windows, name: 'a-name-of-sixteen' }).name).toBe(
      'Windows computer name cannot be more than 15 characters long.',
    )
    expect(problemsOf({ ...windows, name: '123' }).name).toBe('Windows computer name cannot be entirely numeric.')
  })
})

it('says on which step a problem is', () => {
  const problems = problemsOf({ ...good, name: '', tags: [{ name: '', value: 'x' }] })
  expect([
    problemOfStep(problems, 'basics'),
    problemOfStep(problems, 'tags'),
    problemOfStep(problems, 'disks'),
  ]).toEqual([
    'Virtual machine name: The value must not be empty.',
    'Tags: A tag with a value needs a name.',
    undefined,
  ])
})

it('opens the port by which the system is reached', () => {
  expect(windows.inboundPorts).toEqual(['RDP (3389)'])
  expect(withImage(windows, good.image).inboundPorts).toEqual(['SSH (22)'])
})

it('names the key pair after the machine until it has a name of its own', () => {
  expect([keyNameOf(good), keyNameOf({ ...good, keyName: 'mine' })]).toEqual(['web-1_key', 'mine'])
})
