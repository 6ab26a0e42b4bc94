/** A virtual machine's terminal with the whole window for itself: `#view/terminal?resource={id}`. */
import { parseResourceReference } from '../../api/resource-reference.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Page } from '../../controls/page.js'
import { MachineTerminal } from '../../terminal/machine-terminal.js'
import { TerminalPage } from '../../terminal/terminal-page.js'
import type { AreaProps } from '../define.js'

export default function MachineTerminalPage({ parameters }: AreaProps) {
  const { resource = '' } = parameters
  const name = parseResourceReference(resource)?.name
  if (name === undefined) {
    return (
      <Page title="Terminal">
        <ErrorPanel error={new Error('The link names no virtual machine.')} />
      </Page>
    )
  }
  return (
    <TerminalPage title={name} subtitle="Virtual machine | Terminal">
      <MachineTerminal resourceId={resource} isPage />
    </TerminalPage>
  )
}
