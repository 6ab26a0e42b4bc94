/** "Cloud Shell" with the whole window for itself: az and lazulite, signed in as whoever uses the portal. */
import { usePerson } from '../../session/session-context.js'
import { CloudShell } from '../../terminal/cloud-shell.js'
import { TerminalPage } from '../../terminal/terminal-page.js'

export default function CloudShellPage() {
  const { userPrincipalName } = usePerson()
  return (
    <TerminalPage title="Cloud Shell" subtitle={`az and lazulite, signed in as ${userPrincipalName}`}>
      <CloudShell />
    </TerminalPage>
  )
}
