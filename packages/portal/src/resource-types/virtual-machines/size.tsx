/** "Size": what the machine has and what it could have. Resize changes it, as Azure's page does. */
import { useState } from 'react'
import { usePermission } from '../../api/access.js'
import { useArmList } from '../../api/queries.js'
import { CommandBar } from '../../controls/command-bar.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Loading } from '../../controls/loading.js'
import { useOperation } from '../../notifications/use-operation.js'
import type { BladeProps } from '../define.js'
import { virtualMachines } from './description.js'
import { type Machine, machineAction } from './machine.js'
import { type MachineSize, SizeTable } from './size-table.js'
import { useMachine } from './use-machine.js'

export default function Size({ resource }: BladeProps) {
  const { data: machine, error } = useMachine(resource.id)
  if (machine === undefined) return error === null ? <Loading /> : <ErrorPanel error={error} />
  return <SizeOf machine={machine} />
}

function SizeOf({ machine }: { readonly machine: Machine }) {
  const current = machine.properties.hardwareProfile?.vmSize ?? ''
  const sizes = useArmList<MachineSize>(`${machine.id}/vmSizes`, virtualMachines)
  const [chosen, setChosen] = useState<string>()
  const may = usePermission(machine.id, machineAction('write'))
  const resize = useOperation<string, unknown>({
    title: () => `Resizing virtual machine '${machine.name}'`,
    success: (size) => `Successfully resized virtual machine '${machine.name}' to ${size}`,
    run: (client, vmSize, onProgress) =>
      client.armOperation(machine.id, {
        method: 'PATCH',
        apiVersion: virtualMachines.apiVersion,
        body: { properties: { hardwareProfile: { vmSize } } },
        onProgress,
      }),
  })
  const same = chosen === undefined || chosen === current ? 'Select another size.' : undefined
  return (
    <>
      <CommandBar
        commands={[
          {
            label: 'Resize',
            onClick: () => {
              if (chosen !== undefined) void resize.start(chosen)
            },
            reason: may.reason ?? (resize.isRunning ? 'It is being done.' : same),
          },
        ]}
      />
      <p>{`Current size: ${current}`}</p>
      {resize.error === null ? null : <ErrorPanel error={resize.error} />}
      <SizeTable sizes={sizes.data} error={sizes.error} chosen={chosen ?? current} onChoose={setChosen} />
    </>
  )
}
