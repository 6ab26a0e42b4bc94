/** "JSON view": the resource as Resource Manager answers it. */
import { useArm } from '../../api/queries.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { JsonView } from '../../controls/json-view.js'
import { Loading } from '../../controls/loading.js'
import type { BladeProps } from '../define.js'
import { describeType } from '../index.js'

export default function JsonBlade({ resource }: BladeProps) {
  const { apiVersion } = describeType(resource.type)
  const { data, error } = useArm<unknown>(resource.id, { apiVersion })
  if (error !== null) return <ErrorPanel error={error} />
  return data === undefined ? <Loading /> : <JsonView label="Resource JSON" value={data} />
}
