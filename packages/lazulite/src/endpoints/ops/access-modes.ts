/** `/_lazulite/access/modes`: for whom refusals do not count. */
import { z } from 'zod'
import { ArmError } from '../../domain/errors/arm-error.js'
import { isGuid } from '../../domain/guid.js'
import { accessModes } from '../../domain/rbac/decision.js'
import {
  listAccessModes,
  modeOfPrincipal,
  type NamedMode,
  setAccessMode,
} from '../../operations/access/access-modes.js'
import type { Ports } from '../../ports/ports.js'

const modeBody = z.strictObject({ mode: z.enum(accessModes) })

export interface ModeRequest {
  readonly principalId: string
  readonly body: unknown
  /** Object id of who asks. */
  readonly by: string
}

export const getModes = async ({ store }: Pick<Ports, 'store'>): Promise<{ value: NamedMode[] }> => ({
  value: await listAccessModes(store.read),
})

/** @throws ArmError `InvalidRequestContent`, `InvalidPrincipalId`, `NotFound`, `BadRequest` */
export async function putMode(ports: Ports, { principalId, body, by }: ModeRequest): Promise<NamedMode> {
  const parsed = modeBody.safeParse(body)
  if (!parsed.success)
    throw new ArmError('InvalidRequestContent', {
      detail: `The content must be {"mode": one of ${accessModes.join(', ')}}`,
    })
  requireGuid(principalId)
  const principal = await ports.store.read.principals.get(principalId)
  if (principal === undefined)
    throw new ArmError('NotFound', { detail: `The directory has no principal '${principalId}'.` })
  if (principal.kind === 'Group')
    throw new ArmError('BadRequest', { detail: 'A mode belongs to one principal; a group asks for nothing itself.' })
  await setAccessMode(ports, { principalId, mode: parsed.data.mode, by })
  return modeOfPrincipal(ports.store.read, principalId)
}

/** Also of somebody whom the directory does not have any more. @throws ArmError `InvalidPrincipalId` */
export async function deleteMode(ports: Ports, { principalId, by }: Omit<ModeRequest, 'body'>): Promise<void> {
  requireGuid(principalId)
  await setAccessMode(ports, { principalId, mode: undefined, by })
}

function requireGuid(principalId: string): void {
  if (!isGuid(principalId)) throw new ArmError('InvalidPrincipalId', { principalId })
}
