/** "Virtual machines": all that whoever is signed in may see, with their state, to be started and stopped together. */
import { Menu, MenuButton, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import {
  AddRegular,
  ArrowClockwiseRegular,
  ArrowSyncRegular,
  DeleteRegular,
  PlayRegular,
  StopRegular,
} from '@fluentui/react-icons'
import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { CloudClient } from '../../api/cloud-client.js'
import { isSettling, useArmList } from '../../api/queries.js'
import { CommandBar } from '../../controls/command-bar.js'
import { ConfirmDialog } from '../../controls/confirm-dialog.js'
import { DataGrid } from '../../controls/data-grid.js'
import { Link } from '../../controls/link.js'
import { Page } from '../../controls/page.js'
import { useOperation } from '../../notifications/use-operation.js'
import { linkTo } from '../../routing/route.js'
import { navigate } from '../../routing/use-route.js'
import { useCloudClient } from '../../session/session-context.js'
import { useLocationNames } from '../locations.js'
import { subscriptions } from '../subscriptions/description.js'
import { virtualMachines } from './description.js'
import { joinMachines, type MachineRow } from './join-machines.js'
import {
  groupIdOf,
  groupNameOf,
  identityText,
  isWindows,
  type Machine,
  machineType,
  type NetworkInterface,
  networkVersion,
  type PublicAddress,
  statusOf,
} from './machine.js'
import { usePower, usePowerReasons } from './power-commands.js'
import { type AskedVerb, PowerDialog } from './power-dialog.js'

interface Subscription {
  readonly subscriptionId: string
  readonly displayName: string
}

/** Milliseconds between looks while a machine is on its way to another state. */
const settlingInterval = 1000

/** Who may read machines may not be allowed to read their network. */
const orNone = <T,>(list: Promise<readonly T[]>): Promise<readonly T[]> => list.catch(() => [])

async function readMachines(client: CloudClient, { subscriptionId, displayName }: Subscription, signal: AbortSignal) {
  const providers = `/subscriptions/${subscriptionId}/providers`
  const compute = { apiVersion: virtualMachines.apiVersion, signal }
  const network = { apiVersion: networkVersion, signal }
  const [machines, statuses, interfaces, addresses] = await Promise.all([
    client.armList<Machine>(`${providers}/${machineType}`, compute),
    client.armList<Machine>(`${providers}/${machineType}?statusOnly=true`, compute),
    orNone(client.armList<NetworkInterface>(`${providers}/Microsoft.Network/networkInterfaces`, network)),
    orNone(client.armList<PublicAddress>(`${providers}/Microsoft.Network/publicIPAddresses`, network)),
  ])
  return joinMachines({ subscription: displayName, machines, statuses, interfaces, addresses })
}

export default function BrowseMachines() {
  const client = useCloudClient()
  const all = useArmList<Subscription>('/subscriptions', subscriptions)
  const lists = useQueries({
    queries: (all.data ?? []).map((subscription) => ({
      queryKey: ['arm', 'list', `/subscriptions/${subscription.subscriptionId}/${machineType}`, 'rows'],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => readMachines(client, subscription, signal),
      refetchInterval: ({ state }: { readonly state: { readonly data: readonly MachineRow[] | undefined } }) =>
        isSettling(state.data?.map(({ machine }) => machine) ?? []) ? settlingInterval : (false as const),
    })),
  })
  const locationName = useLocationNames(all.data?.[0]?.subscriptionId)
  const isRead = all.data !== undefined && lists.every(({ isPending }) => !isPending)
  const rows = lists.flatMap(({ data }) => data ?? [])
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const machines = rows.map(({ machine }) => machine).filter(({ id }) => chosen.has(id))
  return (
    <Page title="Virtual machines" commands={<ListCommands machines={machines} onDone={() => setChosen(new Set())} />}>
      <DataGrid
        label="Virtual machines"
        filterLabel="Filter for any field"
        rows={isRead ? rows : undefined}
        error={all.error ?? lists.find(({ error }) => error !== null)?.error ?? null}
        keyOf={({ machine }) => machine.id}
        nameOf={({ machine }) => machine.name}
        selection={{ chosen, onChange: setChosen }}
        empty="No virtual machines to display"
        columns={[
          {
            label: 'Name',
            text: ({ machine }) => machine.name,
            render: ({ machine }) => <Link to={linkTo.resource(machine.id)}>{machine.name}</Link>,
          },
          minor('Type', () => 'Virtual machine'),
          minor('Subscription', ({ subscription }) => subscription),
          {
            label: 'Resource group',
            text: ({ machine }) => groupNameOf(machine.id),
            render: ({ machine }) => <Link to={linkTo.resource(groupIdOf(machine.id))}>{groupNameOf(machine.id)}</Link>,
            isMinor: true,
          },
          minor('Location', ({ machine }) => locationName(machine.location)),
          { ...minor('Status', ({ machine }) => statusOf(machine)), isMinor: false },
          minor('Operating system', ({ machine }) => (isWindows(machine) ? 'Windows' : 'Linux')),
          minor('Size', ({ machine }) => machine.properties.hardwareProfile?.vmSize ?? '-'),
          minor('Public IP address', ({ publicAddress }) => publicAddress ?? '-'),
          minor('Identity', ({ machine }) => identityText(machine.identity)),
        ]}
      />
    </Page>
  )
}

/** A column of plain text that a narrow page leaves out. */
const minor = (label: string, text: (row: MachineRow) => string) => ({ label, text, render: text, isMinor: true })

function ListCommands({ machines, onDone }: { readonly machines: readonly Machine[]; readonly onDone: () => void }) {
  const queries = useQueryClient()
  const power = usePower()
  const reasons = usePowerReasons(machines)
  const [asked, setAsked] = useState<AskedVerb>()
  const [isDeleting, setIsDeleting] = useState(false)
  const none = machines.length === 0 ? 'Select one or more virtual machines.' : undefined
  const remove = useOperation<Machine, unknown>({
    title: ({ name }) => `Deleting virtual machine '${name}'`,
    success: ({ name }) => `Successfully deleted virtual machine '${name}'`,
    run: (client, { id }, onProgress) =>
      client.armOperation(id, { method: 'DELETE', apiVersion: virtualMachines.apiVersion, onProgress }),
  })
  return (
    <>
      <CommandBar
        first={<CreateMenu />}
        commands={[
          { label: 'Refresh', icon: ArrowClockwiseRegular, onClick: () => void queries.invalidateQueries() },
          {
            label: 'Start',
            icon: PlayRegular,
            onClick: () => machines.forEach((machine) => void power.start({ machine, verb: 'start' })),
            reason: none ?? reasons.start,
          },
          {
            label: 'Restart',
            icon: ArrowSyncRegular,
            onClick: () => setAsked('restart'),
            reason: none ?? reasons.restart,
          },
          {
            label: 'Stop',
            icon: StopRegular,
            onClick: () => setAsked('deallocate'),
            reason: none ?? reasons.deallocate,
          },
          {
            label: 'Delete',
            icon: DeleteRegular,
            onClick: () => setIsDeleting(true),
            reason: none ?? reasons.delete,
          },
        ]}
      />
      <PowerDialog verb={asked} machines={machines} onClose={() => setAsked(undefined)} />
      <ConfirmDialog
        title={machines.length === 1 ? 'Delete virtual machine' : `Delete ${machines.length} virtual machines`}
        isOpen={isDeleting}
        action="Delete"
        typed="delete"
        onClose={() => setIsDeleting(false)}
        onConfirm={() => {
          for (const machine of machines) void remove.start(machine)
          onDone()
        }}
      >
        {`${machines.map(({ name }) => `'${name}'`).join(', ')} and their system-assigned identities will be deleted. Their disks, network interfaces and addresses stay.`}
      </ConfirmDialog>
    </>
  )
}

/** What Azure has beside a virtual machine, each with the reason why it is greyed. */
const others = [
  ['Azure virtual machine with preset configuration', 'presets for workloads'],
  ['More VMs and related solutions', 'the marketplace'],
] as const

const CreateMenu = () => (
  <Menu>
    <MenuTrigger disableButtonEnhancement>
      <MenuButton appearance="subtle" icon={<AddRegular />}>
        Create
      </MenuButton>
    </MenuTrigger>
    <MenuPopover>
      <MenuList>
        <MenuItem onClick={() => navigate(linkTo.create(machineType))}>Azure virtual machine</MenuItem>
        {others.map(([label, what]) => (
          <MenuItem key={label} disabled subText={`Not part of this cloud: ${what}.`}>
            {label}
          </MenuItem>
        ))}
      </MenuList>
    </MenuPopover>
  </Menu>
)
