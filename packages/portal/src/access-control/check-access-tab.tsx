/** "Check access": what somebody, or whoever is signed in, may do at the scope. Cards and words as in Azure's portal. */
import { Button, Card, makeStyles, Subtitle2, Text } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import { usePermission } from '../api/access.js'
import { GatedButton } from '../controls/gated-button.js'
import { SidePanel } from '../controls/side-panel.js'
import { linkTo } from '../routing/route.js'
import { navigate, setRouteParameters } from '../routing/use-route.js'
import { usePerson } from '../session/session-context.js'
import { customRoleScope } from './custom-role.js'
import { assignAction, writeRoleAction } from './iam-commands.js'
import { PrincipalSearch } from './principal-search.js'

const useStyles = makeStyles({
  section: { display: 'grid', gap: '8px', justifyItems: 'start', marginBlockEnd: '24px' },
  heading: { margin: 0 },
  cards: { display: 'grid', gap: '12px', gridTemplateColumns: 'repeat(auto-fill, minmax(min(260px, 100%), 1fr))' },
  card: { display: 'grid', alignContent: 'space-between', justifyItems: 'start', gap: '12px' },
  text: { display: 'grid', gap: '4px' },
})

export function CheckAccessTab({ scope }: { readonly scope: string }) {
  const styles = useStyles()
  const { principalId } = usePerson()
  const [isChoosing, setIsChoosing] = useState(false)
  const assign = usePermission(scope, assignAction)
  const writeRole = usePermission(customRoleScope(scope), writeRoleAction)
  const openTab = (tab: string) => navigate(linkTo.resource(scope, 'users', { tab }))
  return (
    <>
      <section className={styles.section}>
        <Subtitle2 as="h2" className={styles.heading}>
          My access
        </Subtitle2>
        <Text>View my level of access to this resource.</Text>
        <Button onClick={() => setRouteParameters({ principal: principalId })}>View my access</Button>
      </section>
      <section className={styles.section}>
        <Subtitle2 as="h2" className={styles.heading}>
          Check access
        </Subtitle2>
        <Text>
          Review the level of access a user, group, service principal, or managed identity has to this resource.
        </Text>
        <Button appearance="primary" onClick={() => setIsChoosing(true)}>
          Check access
        </Button>
      </section>
      <div className={styles.cards}>
        <ActionCard
          title="Grant access to this resource"
          text="Grant access to resources by assigning a role."
          button={
            <GatedButton reason={assign.reason} onClick={() => navigate(linkTo.resource(scope, 'addroleassignment'))}>
              Add role assignment
            </GatedButton>
          }
        />
        <ActionCard
          title="View access to this resource"
          text="View the role assignments that grant access to this and other resources."
          button={
            <Button aria-label="View role assignments" onClick={() => openTab('roleassignments')}>
              View
            </Button>
          }
        />
        <ActionCard
          title="View deny assignments"
          text="View the deny assignments that block principals from actions, whatever their roles."
          button={
            <Button aria-label="View deny assignments" onClick={() => openTab('denyassignments')}>
              View
            </Button>
          }
        />
        <ActionCard
          title="Create a custom role"
          text="Define a role that allows exactly what is needed."
          button={
            <GatedButton reason={writeRole.reason} onClick={() => navigate(linkTo.resource(scope, 'createcustomrole'))}>
              Add custom role
            </GatedButton>
          }
        />
      </div>
      <SidePanel title="Check access" isOpen={isChoosing} onClose={() => setIsChoosing(false)}>
        <PrincipalSearch
          onPick={(principal) => {
            setIsChoosing(false)
            setRouteParameters({ principal: principal.principalId })
          }}
        />
      </SidePanel>
    </>
  )
}

interface ActionCardProps {
  readonly title: string
  readonly text: string
  readonly button: ReactNode
}

function ActionCard({ title, text, button }: ActionCardProps) {
  const styles = useStyles()
  return (
    <Card className={styles.card}>
      <div className={styles.text}>
        <Subtitle2 as="h2" className={styles.heading}>
          {title}
        </Subtitle2>
        <Text>{text}</Text>
      </div>
      {button}
    </Card>
  )
}
