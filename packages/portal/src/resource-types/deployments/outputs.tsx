/** "Outputs" of a deployment: what the template has answered. */
import { useArm } from '../../api/queries.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Loading } from '../../controls/loading.js'
import type { BladeProps } from '../define.js'
import type { Deployment } from './deployment.js'
import { deploymentsApiVersion } from './description.js'
import { TypedValues } from './typed-values.js'

export default function Outputs({ resource }: BladeProps) {
  const { data, error } = useArm<Deployment>(resource.id, { apiVersion: deploymentsApiVersion })
  if (error !== null) return <ErrorPanel error={error} />
  if (data === undefined) return <Loading />
  return <TypedValues label="Outputs" values={data.properties.outputs} empty="This deployment has no outputs." />
}
