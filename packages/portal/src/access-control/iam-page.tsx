/**
 * "Access control (IAM)" of any scope: who may do what there, and why. Tabs, commands and words as in Azure's portal.
 */
import { makeStyles, Tab, TabList, Tooltip, tokens } from '@fluentui/react-components'
import type { BladeProps } from '../resource-types/define.js'
import { linkTo } from '../routing/route.js'
import { navigate, useRoute } from '../routing/use-route.js'
import { CheckAccessTab } from './check-access-tab.js'
import { DenyAssignmentsTab } from './deny-assignments-tab.js'
import { IamCommands } from './iam-commands.js'
import { IamPanels } from './iam-panels.js'
import { RoleAssignmentsTab } from './role-assignments-tab.js'
import { RolesTab } from './roles-tab.js'

const tabs = [
  { id: 'checkaccess', label: 'Check access', Content: CheckAccessTab },
  { id: 'roleassignments', label: 'Role assignments', Content: RoleAssignmentsTab },
  { id: 'roles', label: 'Roles', Content: RolesTab },
  { id: 'denyassignments', label: 'Deny assignments', Content: DenyAssignmentsTab },
] as const

const noClassic = 'Not part of this cloud: classic administrators, which Azure has retired.'

const useStyles = makeStyles({
  tabs: { flexWrap: 'wrap', marginBlockEnd: '12px', borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  unavailable: { opacity: 0.5, cursor: 'not-allowed' },
})

export default function AccessControl({ resource }: BladeProps) {
  const styles = useStyles()
  const { parameters } = useRoute()
  const scope = resource.id
  const { id, label, Content } = tabs.find((tab) => tab.id === parameters.tab?.toLowerCase()) ?? tabs[0]
  return (
    <>
      <IamCommands scope={scope} />
      <TabList
        className={styles.tabs}
        aria-label="Access control"
        selectedValue={id}
        onTabSelect={(_, { value }) => {
          // a tab begins without the filters and panels of another
          if (value !== 'classic') navigate(linkTo.resource(scope, 'users', { tab: String(value) }), { replace: true })
        }}
      >
        {tabs.map((tab) => (
          <Tab key={tab.id} value={tab.id}>
            {tab.label}
          </Tab>
        ))}
        <Tooltip content={noClassic} relationship="description" withArrow>
          <Tab value="classic" className={styles.unavailable} aria-disabled>
            Classic administrators
          </Tab>
        </Tooltip>
      </TabList>
      <div role="tabpanel" aria-label={label}>
        <Content scope={scope} />
      </div>
      <IamPanels scope={scope} />
    </>
  )
}
