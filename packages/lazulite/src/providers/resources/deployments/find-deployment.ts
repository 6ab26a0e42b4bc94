/** The deployment that a request is about, or below. */
import type { Resource } from '../../../domain/arm-resource/resource.js'
import { ArmError } from '../../../domain/errors/arm-error.js'
import { deploymentType } from '../../../operations/deployments/deployment-record.js'
import type { ArmRequest } from '../../define.js'

/** @throws ArmError `DeploymentNotFound` */
export async function requireDeployment({ ports, target }: Pick<ArmRequest, 'ports' | 'target'>): Promise<Resource> {
  const name = target.names[0] ?? ''
  const deployment = await ports.store.read.resources.get(deploymentIdOf(target))
  if (deployment === undefined) throw new ArmError('DeploymentNotFound', { name })
  return deployment
}

/** As asked: compare and look up only. */
export const deploymentIdOf = ({ scope, names }: ArmRequest['target']): string =>
  `${scope}/providers/${deploymentType}/${names[0] ?? ''}`
