/** Overview of a virtual machine: its state, where it is reached, and what can be done with it. */
import { makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import {
  ArrowClockwiseRegular,
  ArrowSyncRegular,
  CameraRegular,
  DeleteRegular,
  PlayRegular,
  PlugConnectedRegular,
  StopRegular,
  WeatherMoonRegular,
} from '@fluentui/react-icons'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useArm } from '../../api/queries.js'
import { CommandBar } from '../../controls/command-bar.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Essentials } from '../../controls/essentials.js'
import { Link } from '../../controls/link.js'
import { Loading } from '../../controls/loading.js'
import { Time } from '../../controls/time.js'
import { linkTo } from '../../routing/route.js'
import { navigate } from '../../routing/use-route.js'
import type { BladeProps } from '../define.js'
import { useLocationNames } from '../locations.js'
import { subscriptions } from '../subscriptions/description.js'
import { DeletePanel } from './delete-panel.js'
import {
  groupIdOf,
  identityText,
  type Machine,
  machineType,
  networkOfSubnet,
  operatingSystemOf,
  sizeText,
  statusOf,
  subnetText,
} from './machine.js'
import { usePower, usePowerReasons } from './power-commands.js'
import { type AskedVerb, PowerDialog } from './power-dialog.js'
import { useMachine, useMachineNetwork } from './use-machine.js'

const useStyles = makeStyles({
  cards: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(380px, 100%), 1fr))',
    columnGap: '32px',
    rowGap: '8px',
  },
  card: { borderTop: `1px solid ${tokens.colorNeutralStroke2}`, paddingBlockStart: '12px' },
  title: { display: 'block', marginBlock: '0 8px' },
})

export default function MachineOverview({ resource }: BladeProps) {
  const { data: machine, error } = useMachine(resource.id)
  if (machine === undefined) return error === null ? <Loading /> : <ErrorPanel error={error} />
  return <KnownMachine machine={machine} subscriptionId={resource.subscriptionId ?? ''} />
}

interface KnownMachineProps {
  readonly machine: Machine
  readonly subscriptionId: string
}

function KnownMachine({ machine, subscriptionId }: KnownMachineProps) {
  const network = useMachineNetwork(machine)
  const locationName = useLocationNames(subscriptionId)
  const subscription = `/subscriptions/${subscriptionId}`
  const { data: named } = useArm<{ readonly displayName: string }>(subscription, subscriptions)
  const groupId = groupIdOf(machine.id)
  const { properties } = machine
  const tags = Object.entries(machine.tags ?? {})
  return (
    <>
      <MachineCommands machine={machine} />
      <Essentials
        facts={[
          {
            name: 'Resource group',
            value: <Link to={linkTo.resource(groupId)}>{groupId.split('/').at(-1)}</Link>,
          },
          { name: 'Operating system', value: operatingSystemOf(machine) },
          { name: 'Status', value: statusOf(machine) },
          {
            name: 'Size',
            value: (
              <Link to={linkTo.resource(machine.id, 'size')}>{sizeText(properties.hardwareProfile?.vmSize ?? '')}</Link>
            ),
          },
          { name: 'Location', value: locationName(machine.location) },
          {
            name: 'Public IP address',
            value:
              network.publicAddressId === undefined ? undefined : (
                <Link to={linkTo.resource(network.publicAddressId)}>{network.publicAddress ?? '-'}</Link>
              ),
            copy: network.publicAddress,
          },
          {
            name: 'Subscription',
            value: <Link to={linkTo.resource(subscription)}>{named?.displayName ?? subscriptionId}</Link>,
          },
          {
            name: 'Virtual network/subnet',
            value:
              network.subnetId === undefined ? undefined : (
                <Link to={linkTo.resource(networkOfSubnet(network.subnetId))}>{subnetText(network.subnetId)}</Link>
              ),
          },
          { name: 'Subscription ID', value: subscriptionId, copy: subscriptionId },
          { name: 'DNS name', value: network.fqdn ?? 'Not configured' },
          { name: 'Time created', value: <Time at={properties.timeCreated} /> },
          { name: 'Health state', value: '-' },
          {
            name: 'Tags',
            value: tags.length === 0 ? 'No tags' : tags.map(([name, value]) => `${name} : ${value}`).join(', '),
          },
        ]}
      />
      <Properties machine={machine} privateAddress={network.privateAddress} />
    </>
  )
}

function Properties({
  machine,
  privateAddress,
}: {
  readonly machine: Machine
  readonly privateAddress: string | undefined
}) {
  const styles = useStyles()
  const { properties, identity } = machine
  const { instanceView, osProfile, storageProfile } = properties
  const image = storageProfile?.imageReference
  const heading = (text: string) => (
    <Subtitle2 as="h2" className={styles.title}>
      {text}
    </Subtitle2>
  )
  return (
    <div className={styles.cards}>
      <section className={styles.card}>
        {heading('Virtual machine')}
        <Essentials
          facts={[
            { name: 'Computer name', value: osProfile?.computerName },
            { name: 'Operating system', value: operatingSystemOf(machine) },
            { name: 'Administrator', value: osProfile?.adminUsername },
            { name: 'VM ID', value: properties.vmId, copy: properties.vmId },
            { name: 'Agent status', value: instanceView?.vmAgent?.statuses?.[0]?.displayStatus },
            { name: 'Agent version', value: instanceView?.vmAgent?.vmAgentVersion },
          ]}
        />
      </section>
      <section className={styles.card}>
        {heading('Source image details')}
        <Essentials
          facts={[
            { name: 'Publisher', value: image?.publisher },
            { name: 'Offer', value: image?.offer },
            { name: 'Plan', value: image?.sku },
            { name: 'Version', value: image?.exactVersion },
          ]}
        />
      </section>
      <section className={styles.card}>
        {heading('Networking')}
        <Essentials
          facts={[
            { name: 'Private IP address', value: privateAddress, copy: privateAddress },
            { name: 'Interfaces', value: <Link to={linkTo.resource(machine.id, 'networking')}>Network settings</Link> },
          ]}
        />
      </section>
      <section className={styles.card}>
        {heading('Security')}
        <Essentials
          facts={[
            {
              name: 'Identity',
              value: <Link to={linkTo.resource(machine.id, 'identity')}>{identityText(identity)}</Link>,
            },
            { name: 'Principal ID', value: identity?.principalId, copy: identity?.principalId },
          ]}
        />
      </section>
    </div>
  )
}

function MachineCommands({ machine }: { readonly machine: Machine }) {
  const queries = useQueryClient()
  const power = usePower()
  const reasons = usePowerReasons([machine])
  const [asked, setAsked] = useState<AskedVerb>()
  const [isDeleting, setIsDeleting] = useState(false)
  const nothing = () => undefined
  return (
    <>
      <CommandBar
        commands={[
          {
            label: 'Connect',
            icon: PlugConnectedRegular,
            onClick: () => navigate(linkTo.resource(machine.id, 'connect')),
          },
          {
            label: 'Start',
            icon: PlayRegular,
            onClick: () => void power.start({ machine, verb: 'start' }),
            reason: reasons.start,
          },
          { label: 'Restart', icon: ArrowSyncRegular, onClick: () => setAsked('restart'), reason: reasons.restart },
          { label: 'Stop', icon: StopRegular, onClick: () => setAsked('deallocate'), reason: reasons.deallocate },
          {
            label: 'Hibernate',
            icon: WeatherMoonRegular,
            onClick: nothing,
            reason: 'Not part of this cloud: hibernation. Stop the virtual machine instead.',
          },
          {
            label: 'Capture',
            icon: CameraRegular,
            onClick: nothing,
            reason: 'Not part of this cloud: images made from a machine.',
          },
          { label: 'Delete', icon: DeleteRegular, onClick: () => setIsDeleting(true), reason: reasons.delete },
          { label: 'Refresh', icon: ArrowClockwiseRegular, onClick: () => void queries.invalidateQueries() },
        ]}
      />
      <PowerDialog verb={asked} machines={[machine]} onClose={() => setAsked(undefined)} />
      <DeletePanel
        machine={machine}
        isOpen={isDeleting}
        onClose={() => setIsDeleting(false)}
        onDeleted={() => {
          // whoever has gone on in the meantime stays there
          const isHere = decodeURIComponent(location.hash).toLowerCase().includes(machine.id.toLowerCase())
          if (isHere) navigate(linkTo.browse(machineType))
        }}
      />
    </>
  )
}
