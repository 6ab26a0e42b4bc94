/** "Stop this virtual machine", "Restart …": asked before the machine goes down. */
import { Text } from '@fluentui/react-components'
import { ConfirmDialog } from '../../controls/confirm-dialog.js'
import type { Machine } from './machine.js'
import { usePower } from './power-commands.js'

export type AskedVerb = 'restart' | 'deallocate'

export interface PowerDialogProps {
  /** `undefined`: nothing is asked. */
  readonly verb: AskedVerb | undefined
  readonly machines: readonly Machine[]
  readonly onClose: () => void
}

export function PowerDialog({ verb, machines, onClose }: PowerDialogProps) {
  const power = usePower()
  const name = verb === 'restart' ? 'Restart' : 'Stop'
  const what = machines.length === 1 ? 'this virtual machine' : `${machines.length} virtual machines`
  const names = machines.map((machine) => `'${machine.name}'`).join(', ')
  return (
    <ConfirmDialog
      title={`${name} ${what}`}
      isOpen={verb !== undefined}
      action="Yes"
      decline="No"
      onClose={onClose}
      onConfirm={() => {
        if (verb !== undefined) for (const machine of machines) void power.start({ machine, verb })
      }}
    >
      <Text block>{`Do you want to ${name.toLowerCase()} ${names}?`}</Text>
      {verb === 'deallocate' ? (
        <Text block>Sessions end, and the machine is deallocated. Its addresses and disks stay.</Text>
      ) : null}
    </ConfirmDialog>
  )
}
