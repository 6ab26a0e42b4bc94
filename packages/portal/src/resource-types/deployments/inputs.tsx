/** "Inputs" of a deployment: what the template was given, defaults included. */
import { useArm } from '../../api/queries.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Loading } from '../../controls/loading.js'
import type { BladeProps } from '../define.js'
import type { Deployment } from './deployment.js'
import { deploymentsApiVersion } from './description.js'
import { TypedValues } from './typed-values.js'

export default function Inputs({ resource }: BladeProps) {
  const { data, error } = useArm<Deployment>(resource.id, { apiVersion: deploymentsApiVersion })
  if (error !== null) return <ErrorPanel error={error} />
  if (data === undefined) return <Loading />
  return <TypedValues label="Inputs" values={data.properties.parameters} empty="This deployment has no parameters." />
}
