/**
 * Terminals of virtual machines: who may open the serial console has a login shell of the machine's administrator.
 *
 * Source: "Azure Serial Console for Linux": access needs the action `Microsoft.SerialConsole/serialPorts/connect/action`, and
 * the machine must run. Decision: whoever may connect is signed in already, where Azure's console would still ask the
 * operating system's password: here there is no operating system of the machine's own to ask for one.
 */
import { textAt } from '../../domain/json.js'
import type { Caller } from '../../domain/token/caller.js'
import type { Ports } from '../../ports/ports.js'
import type { MachineShells } from '../../ports/terminals.js'
import { checkAccess } from '../access/check-access.js'
import { whyNotCurrent } from './current-caller.js'
import type { TerminalAdmission } from './terminal-sessions.js'

export const connectAction = 'Microsoft.SerialConsole/serialPorts/connect/action'

export interface MachineTerminal {
  readonly caller: Caller
  readonly vmId: string
  readonly resourceId: string
}

export function admitToMachine(
  ports: Pick<Ports, 'store' | 'clock' | 'rules'> & { readonly shells: MachineShells },
  { caller, vmId, resourceId }: MachineTerminal,
): TerminalAdmission {
  const { resources } = ports.store.read
  const openedAt = caller.issuedAt ?? ports.clock.now()
  return {
    principalId: caller.principalId,
    kind: 'virtualMachine',
    subject: resourceId,
    size: { columns: 80, rows: 24 },
    open: (request) => ports.shells.openShell(vmId, request),
    async refusal() {
      const machine = await resources.get(resourceId)
      if (machine?.body.vmId !== vmId) return 'The virtual machine has been deleted.'
      const state = textAt(machine.body, 'powerState')
      if (state !== 'running' || machine.provisioningState === 'Deleting') {
        return `The virtual machine '${machine.name}' is not running.`
      }
      const gone = await whyNotCurrent(ports.store.read, caller, openedAt)
      if (gone !== undefined) return gone
      const { allowed } = await checkAccess(ports, caller, { action: connectAction, scope: resourceId })
      return allowed ? undefined : `${caller.clientName} may no longer connect to '${machine.name}'.`
    },
  }
}
