/** "JSON view": the resource as Resource Manager answers it, in any of the api-versions that its type has. */
import { Dropdown, Field, makeStyles, Option } from '@fluentui/react-components'
import { useArm } from '../../api/queries.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { JsonView } from '../../controls/json-view.js'
import { Loading } from '../../controls/loading.js'
import { useRouteParameter } from '../../routing/use-route.js'
import { useApiVersions } from '../api-versions.js'
import type { BladeProps } from '../define.js'
import { describeType } from '../index.js'

const useStyles = makeStyles({
  versions: { maxInlineSize: '320px', marginBlockEnd: '12px' },
  choice: { minWidth: 0 },
})

export default function JsonBlade({ resource }: BladeProps) {
  const styles = useStyles()
  const all = useApiVersions(resource)
  const [version = describeType(resource.type).apiVersion, choose] = useRouteParameter('apiVersion')
  const { data, error } = useArm<unknown>(resource.id, { apiVersion: version })
  return (
    <>
      <Field label="API version" className={styles.versions}>
        <Dropdown
          className={styles.choice}
          value={version}
          selectedOptions={[version]}
          onOptionSelect={(_, { optionValue }) => choose(optionValue)}
        >
          {all.map((one) => (
            <Option key={one} value={one}>
              {one}
            </Option>
          ))}
        </Dropdown>
      </Field>
      {error !== null ? (
        <ErrorPanel error={error} />
      ) : data === undefined ? (
        <Loading />
      ) : (
        <JsonView label="Resource JSON" value={data} />
      )}
    </>
  )
}
