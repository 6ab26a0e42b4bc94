/** Names of resource groups: 1–90 letters, digits, `-`, `.`, `(`, `)`, `_`, no period at the end (Azure naming rules; wording observed 2022). */
import { ArmError } from '../errors/arm-error.js'

/** @throws ArmError `InvalidResourceGroup`, `InvalidResourceName` */
export function requireResourceGroupName(name: string): void {
  const wrong = [...new Set(name.match(/[^\p{L}\p{N}\-.()_]/gu) ?? [])].join('')
  if (wrong !== '') throw new ArmError('InvalidResourceGroup', { name, characters: wrong })
  // Decision: no recorded answer shows the wording of these two.
  if (name.length > 90) throw new ArmError('InvalidResourceGroupLength', { name })
  if (name.endsWith('.')) throw new ArmError('InvalidResourceGroupEnd', { name })
}
