/** Errors as Microsoft.Network writes them: always with `details`, mostly empty (recorded 2020 to 2025). */
import { ArmError, type ArmErrorOptions } from '../../domain/errors/arm-error.js'
import type { networkErrors } from '../../domain/errors/network-errors.js'

export const networkError = (
  code: keyof typeof networkErrors,
  facts: Readonly<Record<string, string>>,
  details: NonNullable<ArmErrorOptions['details']> = [],
): ArmError => new ArmError(code, facts, { details })

/** What cannot be read at all; `detail` says where. Decision: the detail's text. */
export const badFormat = (detail: string): ArmError =>
  networkError('InvalidRequestFormat', {}, [{ code: 'InvalidJson', message: detail }])
