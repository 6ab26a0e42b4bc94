/** "Identity": the system-assigned identity of a resource and the user-assigned ones, on two tabs as in Azure's portal. */
import { makeStyles, Tab, TabList } from '@fluentui/react-components'
import { ErrorPanel } from '../../../controls/error-panel.js'
import { Loading } from '../../../controls/loading.js'
import { useRouteParameter } from '../../../routing/use-route.js'
import type { BladeProps } from '../../define.js'
import { SystemAssigned } from './system-assigned.js'
import { useResourceIdentity } from './use-identity.js'
import { UserAssigned } from './user-assigned.js'

const useStyles = makeStyles({ tabs: { marginBlockEnd: '8px' } })

export default function IdentityPage({ resource }: BladeProps) {
  const styles = useStyles()
  const [tab = 'system', open] = useRouteParameter('tab')
  const { data, error } = useResourceIdentity(resource)
  const Content = tab === 'user' ? UserAssigned : SystemAssigned
  return (
    <>
      <TabList
        className={styles.tabs}
        aria-label="Identity"
        selectedValue={tab === 'user' ? 'user' : 'system'}
        onTabSelect={(_, { value }) => open(value === 'user' ? 'user' : undefined)}
      >
        <Tab value="system">System assigned</Tab>
        <Tab value="user">User assigned</Tab>
      </TabList>
      <div role="tabpanel" aria-label={tab === 'user' ? 'User assigned' : 'System assigned'}>
        {data === undefined ? (
          error === null ? (
            <Loading />
          ) : (
            <ErrorPanel error={error} />
          )
        ) : (
          <Content resource={resource} identity={data.identity} />
        )}
      </div>
    </>
  )
}
