/** "Export template": the group's resources as a template, by Resource Manager's `exportTemplate`. */
import { Checkbox, MessageBar, MessageBarBody, makeStyles } from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { usePermission } from '../../api/access.js'
import { CommandBar } from '../../controls/command-bar.js'
import { saveFile } from '../../controls/download.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { JsonView } from '../../controls/json-view.js'
import { Loading } from '../../controls/loading.js'
import { useRouteParameter } from '../../routing/use-route.js'
import { useCloudClient } from '../../session/session-context.js'
import type { BladeProps } from '../define.js'
import { resourceGroups } from './description.js'

interface Exported {
  readonly template: unknown
}

const useStyles = makeStyles({ choice: { marginBlockEnd: '8px' } })

export default function ExportTemplate({ resource }: BladeProps) {
  const styles = useStyles()
  const client = useCloudClient()
  const [plain, setPlain] = useRouteParameter('plain')
  const may = usePermission(resource.id, 'Microsoft.Resources/subscriptions/resourcegroups/exportTemplate/action')
  const options = plain === 'true' ? 'SkipAllParameterization' : 'IncludeParameterDefaultValue'
  const { data, error } = useQuery({
    queryKey: ['arm', 'exportTemplate', resource.id.toLowerCase(), options],
    queryFn: () =>
      client.armOperation<Exported>(`${resource.id}/exportTemplate`, {
        apiVersion: resourceGroups.apiVersion,
        method: 'POST',
        body: { resources: ['*'], options },
      }),
    enabled: may.isAllowed === true,
  })
  const isKnown = data !== undefined
  const download = {
    label: 'Download',
    icon: ArrowDownloadRegular,
    onClick: () => saveFile('template.json', JSON.stringify(data?.template, null, 2)),
    reason: may.reason ?? (isKnown ? undefined : 'The template is being made.'),
  }
  return (
    <>
      <CommandBar commands={[download]} />
      <Checkbox
        className={styles.choice}
        label="Include parameters"
        checked={plain !== 'true'}
        onChange={() => setPlain(plain === 'true' ? undefined : 'true')}
      />
      {may.reason === undefined ? null : (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{may.reason}</MessageBarBody>
        </MessageBar>
      )}
      {error === null ? null : <ErrorPanel error={error} />}
      {isKnown ? (
        <JsonView label="Template" value={data.template} />
      ) : error === null && may.isAllowed ? (
        <Loading />
      ) : null}
    </>
  )
}
