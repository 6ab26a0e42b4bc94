import { describe, expect, it } from 'vitest'
import { ArmError } from '../errors/arm-error.js'
import { requireComputerName, requireIdentityName, requireVirtualMachineName } from './resource-name.js'

const outcome = (work: () => void): string | ArmError => {
  try {
    work()
    return 'accepted'
  } catch (error) {
    if (error instanceof ArmError) return error
    throw error
  }
}
const accepts = (work: () => void): boolean => outcome(work) === 'accepted'

describe('requireVirtualMachineName', () => {
  it.each([
    ['vm1', true],
    ['v', true],
    ['My.VM-1_x', true],
    ['ends_', true],
    ['a'.repeat(64), true],
    ['a'.repeat(65), false],
    ['_vm', false],
    ['-vm', false],
    ['vm-', false],
    ['vm.', false],
    ['v m', false],
    ['v$m', false],
    ['', false],
  ])('%j: %s', (name, expected) => expect(accepts(() => requireVirtualMachineName(name))).toBe(expected))

  it('says the rule', () => {
    expect(outcome(() => requireVirtualMachineName('_vm'))).toMatchObject({
      status: 400,
      code: 'InvalidParameter',
      target: 'vmName',
      message:
        "The entity name 'vmName' is invalid according to its validation rule: ^[^_\\W][\\w-._]{0,63}(?<![-.])$.",
    })
  })
})

describe('requireComputerName', () => {
  it.each([
    ['vm1', true, true],
    ['a'.repeat(15), true, true],
    ['a'.repeat(16), true, false],
    ['a'.repeat(64), true, false],
    ['a'.repeat(65), false, false],
    ['host.domain', true, false],
    ['12345', true, false],
    ['my_vm', false, false],
    ['my vm', false, false],
    ["o'host", false, false],
    ['a\\b', false, false],
    ['a|b', false, false],
    ['', false, false],
  ])('%j: Linux %s, Windows %s', (name, linux, windows) => {
    expect(accepts(() => requireComputerName(name, 'Linux'))).toBe(linux)
    expect(accepts(() => requireComputerName(name, 'Windows'))).toBe(windows)
  })

  it.each([
    [
      'Linux',
      'Linux host name cannot exceed 64 characters in length or contain the following characters: ` ~ ! @ # $ % ^ & * ( ) = + _ [ ] { } \\ | ; : \' " , < > / ?.',
    ],
    [
      'Windows',
      'Windows computer name cannot be more than 15 characters long, be entirely numeric, or contain the following characters: ` ~ ! @ # $ % ^ & * ( ) = + _ [ ] { } \\ | ; : . \' " , < > / ?.',
    ],
  ] as const)('says the rule of %s', (osType, message) => {
    expect(outcome(() => requireComputerName('my_vm', osType))).toMatchObject({
      status: 400,
      code: 'InvalidParameter',
      target: 'computerName',
      message,
    })
  })
})

describe('requireIdentityName', () => {
  it.each([
    ['ID1', true],
    ['1-a_b', true],
    ['a'.repeat(128), true],
    ['a'.repeat(129), false],
    ['ab', false],
    ['-ab', false],
    ['_ab', false],
    ['a.b', false],
    ['a b', false],
  ])('%j: %s', (name, expected) => expect(accepts(() => requireIdentityName(name))).toBe(expected))

  it('says the rule', () => {
    expect(outcome(() => requireIdentityName('ab'))).toMatchObject({
      status: 400,
      code: 'InvalidResourceName',
      message:
        "The identity name 'ab' is invalid. It must have 3 to 128 characters, start with a letter or a digit, and contain only letters, digits, '-' and '_'.",
    })
  })
})
