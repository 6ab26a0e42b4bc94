/** "Tags" of a resource, a group or a subscription: edited here, applied at once. */
import { makeStyles, Text } from '@fluentui/react-components'
import { useState } from 'react'
import { usePermission } from '../../api/access.js'
import { useArm } from '../../api/queries.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { GatedButton } from '../../controls/gated-button.js'
import { Loading } from '../../controls/loading.js'
import { TagEditor } from '../../controls/tag-editor.js'
import { isSameTags, problemOfTags, rowsOf, type TagRow, type Tags, tagsOf } from '../../controls/tags.js'
import { useOperation } from '../../notifications/use-operation.js'
import type { BladeProps } from '../define.js'

interface TagsResource {
  readonly properties: { readonly tags?: Tags }
}

const apiVersion = '2021-04-01'

const useStyles = makeStyles({
  hint: { display: 'block', maxInlineSize: '760px', marginBlockEnd: '16px' },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: '8px', marginBlockStart: '20px' },
})

export default function TagsBlade({ resource: { id, name } }: BladeProps) {
  const styles = useStyles()
  const path = `${id}/providers/Microsoft.Resources/tags/default`
  const { data, error } = useArm<TagsResource>(path, { apiVersion })
  const may = usePermission(id, 'Microsoft.Resources/tags/write')
  // `undefined`: nothing is being edited, and what others change is shown
  const [edited, setEdited] = useState<readonly TagRow[]>()
  const apply = useOperation<Tags, unknown>({
    title: () => `Updating tags of '${name}'`,
    success: () => `Updated tags of '${name}'`,
    run: (client, tags) =>
      client.arm(path, { apiVersion, method: 'PATCH', body: { operation: 'Replace', properties: { tags } } }),
  })
  if (error !== null) return <ErrorPanel error={error} />
  if (data === undefined) return <Loading />
  const saved = data.properties.tags ?? {}
  const rows = edited ?? rowsOf(saved)
  const unchanged = isSameTags(tagsOf(rows), saved) ? 'Nothing has been changed.' : undefined
  const submit = async () => {
    if ((await apply.start(tagsOf(rows))) !== undefined) setEdited(undefined)
  }
  return (
    <>
      <Text className={styles.hint}>
        Tags are name and value pairs by which resources are found and told apart. Names do not differ by case; values
        do.
      </Text>
      {apply.error === null ? null : <ErrorPanel error={apply.error} />}
      <TagEditor rows={rows} onChange={setEdited} isReadOnly={may.isAllowed === false} />
      <div className={styles.buttons}>
        <GatedButton
          appearance="primary"
          reason={may.reason ?? (apply.isRunning ? 'It is being applied.' : (unchanged ?? problemOfTags(rows)))}
          onClick={() => void submit()}
        >
          Apply
        </GatedButton>
        <GatedButton
          reason={edited === undefined ? 'Nothing has been changed.' : undefined}
          onClick={() => setEdited(undefined)}
        >
          Discard changes
        </GatedButton>
      </div>
    </>
  )
}
