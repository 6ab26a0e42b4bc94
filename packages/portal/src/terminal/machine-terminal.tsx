/**
 * A terminal in a virtual machine, by the serial console's protocol: Resource Manager checks access and hands out the address
 * of a websocket (`Microsoft.SerialConsole`, 2018-05-01).
 */
import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { WindowConsoleRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { usePermission } from '../api/access.js'
import { parseResourceReference } from '../api/resource-reference.js'
import { GatedButton } from '../controls/gated-button.js'
import { linkTo } from '../routing/route.js'
import { useCloudClient } from '../session/session-context.js'
import { TerminalView } from './terminal-view.js'

export interface MachineTerminalProps {
  readonly resourceId: string
  /** The page is the terminal: it connects when it opens, if that is allowed. */
  readonly isPage?: boolean
}

const connectAction = 'Microsoft.SerialConsole/serialPorts/connect/action'

const useStyles = makeStyles({
  idle: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: '12px' },
  words: { color: tokens.colorNeutralForeground2, maxInlineSize: '640px' },
})

export function MachineTerminal({ resourceId, isPage = false }: MachineTerminalProps) {
  const styles = useStyles()
  const client = useCloudClient()
  const [isWanted, setIsWanted] = useState(isPage)
  const { isAllowed, reason } = usePermission(resourceId, connectAction)
  const name = parseResourceReference(resourceId)?.name ?? resourceId
  if (!isWanted || isAllowed === false) {
    return (
      <div className={styles.idle}>
        <Text className={styles.words}>
          A shell of the machine's administrator, in this browser. No SSH key is needed: access to the machine's serial
          console is enough.
        </Text>
        <GatedButton
          appearance="primary"
          icon={<WindowConsoleRegular />}
          reason={isAllowed === false ? reason : undefined}
          onClick={() => setIsWanted(true)}
        >
          Open terminal
        </GatedButton>
      </div>
    )
  }
  const path = `${resourceId}/providers/Microsoft.SerialConsole/serialPorts/0/connect`
  return (
    <TerminalView
      key={resourceId}
      label={`Terminal of ${name}`}
      connect={async () => {
        const answer = await client.arm<{ readonly connectionString: string }>(path, {
          method: 'POST',
          apiVersion: '2018-05-01',
        })
        return answer.connectionString
      }}
      {...(isPage
        ? {}
        : {
            fullPage: linkTo.view('terminal', [], { resource: resourceId }),
            onDisconnect: () => setIsWanted(false),
          })}
    />
  )
}
