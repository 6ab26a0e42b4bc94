/** "Download role assignments": which ones, and as what. The file is made in the browser. */
import { Button, Checkbox, Field, makeStyles, Radio, RadioGroup } from '@fluentui/react-components'
import { useState } from 'react'
import { useArmList } from '../api/queries.js'
import { saveFile } from '../controls/download.js'
import { ErrorPanel } from '../controls/error-panel.js'
import { GatedButton } from '../controls/gated-button.js'
import { SidePanel } from '../controls/side-panel.js'
import { assignmentsFile, type FileFormat } from './assignments-file.js'
import { type RoleAssignment, rbacApi, rbacPath } from './rbac-records.js'
import { nameOfScope, type Place } from './scope-words.js'
import { useJoinedAssignments } from './use-access-data.js'

const places: readonly { readonly place: Place; readonly label: string }[] = [
  { place: 'inherited', label: 'Inherited' },
  { place: 'here', label: 'At current scope' },
  { place: 'below', label: 'Children' },
]
const types: Readonly<Record<FileFormat, string>> = { csv: 'text/csv', json: 'application/json' }

const useStyles = makeStyles({
  form: { display: 'grid', gap: '16px' },
  boxes: { display: 'grid', margin: 0, padding: 0, border: 'none' },
})

interface DownloadPanelProps {
  readonly scope: string
  readonly onClose: () => void
}

export function DownloadPanel({ scope, onClose }: DownloadPanelProps) {
  const styles = useStyles()
  const [wanted, setWanted] = useState<ReadonlySet<Place>>(new Set(['inherited', 'here', 'below']))
  const [format, setFormat] = useState<FileFormat>('csv')
  const all = useArmList<RoleAssignment>(rbacPath.assignmentsAround(scope), rbacApi)
  const { rows, error } = useJoinedAssignments(scope, all)
  const chosen = rows?.filter(({ place }) => wanted.has(place))
  const start = () => {
    const name = nameOfScope(scope).replaceAll(/[^\w.-]+/g, '-')
    saveFile(`role-assignments-${name}.${format}`, assignmentsFile(chosen ?? [], format), types[format])
    onClose()
  }
  const reason =
    chosen === undefined
      ? 'The role assignments are being read.'
      : wanted.size === 0
        ? 'Choose which role assignments to include.'
        : undefined
  return (
    <SidePanel
      title="Download role assignments"
      isOpen
      onClose={onClose}
      size="small"
      footer={
        <>
          <GatedButton appearance="primary" reason={reason} onClick={start}>
            Start
          </GatedButton>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <div className={styles.form}>
        {error === null ? null : <ErrorPanel error={error} />}
        <fieldset className={styles.boxes}>
          <legend>Include</legend>
          {places.map(({ place, label }) => (
            <Checkbox
              key={place}
              label={label}
              checked={wanted.has(place)}
              onChange={(_, { checked }) => {
                const next = new Set(wanted)
                if (checked) next.add(place)
                else next.delete(place)
                setWanted(next)
              }}
            />
          ))}
        </fieldset>
        <Field label="File format">
          <RadioGroup value={format} onChange={(_, { value }) => setFormat(value === 'json' ? 'json' : 'csv')}>
            <Radio value="csv" label="Comma-separated values (CSV)" />
            <Radio value="json" label="JSON" />
          </RadioGroup>
        </Field>
      </div>
    </SidePanel>
  )
}
