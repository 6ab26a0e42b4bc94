/**
 * "Delete": the machine, and what was made with it, as chosen. What the machine says of an option "Delete with VM" is
 * chosen to begin with.
 */
import { Button, Checkbox, makeStyles, Text } from '@fluentui/react-components'
import { useState } from 'react'
import { useArm } from '../../api/queries.js'
import { parseResourceReference } from '../../api/resource-reference.js'
import { GatedButton } from '../../controls/gated-button.js'
import { SidePanel } from '../../controls/side-panel.js'
import { useOperation } from '../../notifications/use-operation.js'
import { virtualMachines } from './description.js'
import {
  diskVersion,
  lastSegment,
  type Machine,
  type NetworkInterface,
  networkVersion,
  primaryInterfaceOf,
} from './machine.js'

interface Part {
  readonly id: string
  readonly kind: string
  readonly apiVersion: string
  readonly goesWithMachine: boolean
}

const useStyles = makeStyles({ list: { display: 'grid', gap: '4px', margin: '12px 0', padding: 0, border: 'none' } })

/** In the order in which they can go: an address after the interface that holds it. */
function partsOf({ properties }: Machine, nic: NetworkInterface | undefined): readonly Part[] {
  const disks = [properties.storageProfile?.osDisk, ...(properties.storageProfile?.dataDisks ?? [])]
  const nics = properties.networkProfile?.networkInterfaces ?? []
  const nicGoes = nics.some((one) => one.properties?.deleteOption === 'Delete')
  const addresses = nic?.properties.ipConfigurations?.flatMap((one) => one.properties.publicIPAddress?.id ?? []) ?? []
  return [
    ...disks.flatMap((disk) => {
      const id = disk?.managedDisk?.id
      const goesWithMachine = disk?.deleteOption === 'Delete'
      return id === undefined ? [] : [{ id, kind: 'Disk', apiVersion: diskVersion, goesWithMachine }]
    }),
    ...nics.map(({ id, properties: own }) => ({
      ...{ id, kind: 'Network interface', apiVersion: networkVersion },
      goesWithMachine: own?.deleteOption === 'Delete',
    })),
    ...addresses.map((id) => ({
      ...{ id, kind: 'Public IP address', apiVersion: networkVersion },
      goesWithMachine: nicGoes,
    })),
  ]
}

export interface DeletePanelProps {
  readonly machine: Machine
  readonly isOpen: boolean
  readonly onClose: () => void
  /** The machine is gone. */
  readonly onDeleted: () => void
}

export function DeletePanel({ machine, isOpen, onClose, onDeleted }: DeletePanelProps) {
  const styles = useStyles()
  const { data: nic } = useArm<NetworkInterface>(primaryInterfaceOf(machine), { apiVersion: networkVersion })
  const parts = partsOf(machine, nic)
  const [changed, setChanged] = useState<Readonly<Record<string, boolean>>>({})
  const [isUnderstood, setIsUnderstood] = useState(false)
  const isChosen = ({ id, goesWithMachine }: Part) => changed[id] ?? goesWithMachine
  const remove = useOperation<readonly Part[], void>({
    title: () => `Deleting virtual machine '${machine.name}'`,
    success: () => `Successfully deleted virtual machine '${machine.name}'`,
    async run(client, chosen, onProgress) {
      const { apiVersion } = virtualMachines
      await client.armOperation(machine.id, { method: 'DELETE', apiVersion, onProgress })
      // one after the other: each is free only when what uses it is gone
      for (const part of chosen) {
        await client.armOperation(part.id, { method: 'DELETE', apiVersion: part.apiVersion, onProgress })
      }
    },
  })
  return (
    <SidePanel
      title={`Delete ${machine.name}`}
      isOpen={isOpen}
      onClose={onClose}
      footer={
        <>
          <GatedButton
            appearance="primary"
            reason={isUnderstood ? undefined : 'Tick the box that says that you have read what will be deleted.'}
            onClick={() => {
              void remove.start(parts.filter(isChosen)).then((done) => {
                if (done !== undefined) onDeleted()
              })
              onClose()
            }}
          >
            Delete
          </GatedButton>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <Text block>
        Deleting a virtual machine cannot be undone. Its system-assigned identity goes with it. Choose what else goes:
      </Text>
      <fieldset className={styles.list}>
        <legend>
          <Text weight="semibold">Associated resources</Text>
        </legend>
        {parts.length === 0 ? <Text>None</Text> : null}
        {parts.map((part) => (
          <Checkbox
            key={part.id}
            label={`${part.kind}: ${lastSegment(part.id)}${elsewhere(part, machine)}`}
            checked={isChosen(part)}
            onChange={(_, { checked }) => setChanged({ ...changed, [part.id]: checked === true })}
          />
        ))}
      </fieldset>
      <Checkbox
        label="I have read and understand that this virtual machine as well as any selected associated resources will be deleted."
        checked={isUnderstood}
        onChange={(_, { checked }) => setIsUnderstood(checked === true)}
      />
    </SidePanel>
  )
}

/** The group of a part that is in another one than its machine. */
function elsewhere({ id }: Part, machine: Machine): string {
  const group = parseResourceReference(id)?.resourceGroup ?? ''
  const own = parseResourceReference(machine.id)?.resourceGroup ?? ''
  return group.toLowerCase() === own.toLowerCase() ? '' : ` (in ${group})`
}
