/** "Template" of a deployment, as it is kept. */
import { ArrowDownloadRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { CommandBar } from '../../controls/command-bar.js'
import { saveFile } from '../../controls/download.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { JsonView } from '../../controls/json-view.js'
import { Loading } from '../../controls/loading.js'
import { useCloudClient } from '../../session/session-context.js'
import type { BladeProps } from '../define.js'
import { deploymentsApiVersion as apiVersion } from './description.js'

interface Exported {
  readonly template: unknown
}

export default function Template({ resource }: BladeProps) {
  const client = useCloudClient()
  const { data, error } = useQuery({
    queryKey: ['arm', 'exportTemplate', resource.id.toLowerCase()],
    queryFn: () => client.arm<Exported>(`${resource.id}/exportTemplate`, { apiVersion, method: 'POST' }),
  })
  if (error !== null) return <ErrorPanel error={error} />
  if (data === undefined) return <Loading />
  const download = () => saveFile(`${resource.name}.json`, JSON.stringify(data.template, null, 2))
  return (
    <>
      <CommandBar commands={[{ label: 'Download', icon: ArrowDownloadRegular, onClick: download }]} />
      <JsonView label="Template" value={data.template} />
    </>
  )
}
