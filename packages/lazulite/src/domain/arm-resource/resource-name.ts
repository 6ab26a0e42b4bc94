/**
 * Which names resources may have, per type.
 *
 * Lengths and characters: Azure's naming rules. Texts for host names: hashicorp/terraform-provider-azurerm#280 (Linux),
 * ansible/ansible#44416 (Windows). The form of the text for machine names is the one that Compute uses for its other
 * entities; the text for identity names is a Decision.
 */
import { ArmError } from '../errors/arm-error.js'

/** 1 to 64 word characters, `-` and `.`; no `_` in front, no `-` or `.` at the end. @throws ArmError `InvalidParameter` */
export function requireVirtualMachineName(name: string): void {
  if (/^[^_\W][\w.-]{0,63}(?<![-.])$/.test(name)) return
  const detail = String.raw`The entity name 'vmName' is invalid according to its validation rule: ^[^_\W][\w-._]{0,63}(?<![-.])$.`
  throw new ArmError('InvalidParameter', { detail }, { target: 'vmName' })
}

const linuxRule =
  'Linux host name cannot exceed 64 characters in length or contain the following characters: ` ~ ! @ # $ % ^ & * ( ) = + _ [ ] { } \\ | ; : \' " , < > / ?.'
const windowsRule =
  'Windows computer name cannot be more than 15 characters long, be entirely numeric, or contain the following characters: ` ~ ! @ # $ % ^ & * ( ) = + _ [ ] { } \\ | ; : . \' " , < > / ?.'
const notInHostNames = /[`~!@#$%^&*()=+_[\]{}\\|;:'",<>/?\s]/

/** Host name inside a machine. @throws ArmError `InvalidParameter` with target `computerName` */
export function requireComputerName(name: string, osType: 'Linux' | 'Windows'): void {
  const fits =
    osType === 'Linux'
      ? name.length >= 1 && name.length <= 64 && !notInHostNames.test(name)
      : name.length >= 1 &&
        name.length <= 15 &&
        !notInHostNames.test(name) &&
        !name.includes('.') &&
        !/^\d+$/.test(name)
  if (fits) return
  const detail = osType === 'Linux' ? linuxRule : windowsRule
  throw new ArmError('InvalidParameter', { detail }, { target: 'computerName' })
}

/** 3 to 128 letters, digits, `-` and `_`; a letter or digit in front. @throws ArmError `InvalidResourceName` */
export function requireIdentityName(name: string): void {
  if (/^[a-z0-9][a-z0-9_-]{2,127}$/i.test(name)) return
  throw new ArmError('InvalidResourceName', {
    detail: `The identity name '${name}' is invalid. It must have 3 to 128 characters, start with a letter or a digit, and contain only letters, digits, '-' and '_'.`,
  })
}
