/** The panels of "Access control (IAM)". Which one is open is part of the link. */
import { setRouteParameters, useRoute } from '../routing/use-route.js'
import { AssignmentPanel } from './assignment-panel.js'
import { DenyPanel } from './deny-panel.js'
import { PrincipalPanel } from './principal-panel.js'
import { RolePanel } from './role-panel.js'

const close = () =>
  setRouteParameters({
    ...{ assignment: undefined, roleview: undefined, deny: undefined, principal: undefined },
    ...{ action: undefined, data: undefined },
  })

export function IamPanels({ scope }: { readonly scope: string }) {
  const { assignment, roleview, deny, principal } = useRoute().parameters
  // a role opened from an assignment lies over it
  if (roleview !== undefined) {
    const back = () => setRouteParameters({ roleview: undefined })
    return <RolePanel key={roleview} scope={scope} guid={roleview} onClose={back} />
  }
  if (assignment !== undefined) return <AssignmentPanel scope={scope} name={assignment} onClose={close} />
  if (deny !== undefined) return <DenyPanel scope={scope} name={deny} onClose={close} />
  if (principal !== undefined) return <PrincipalPanel scope={scope} principalId={principal} onClose={close} />
  return null
}
