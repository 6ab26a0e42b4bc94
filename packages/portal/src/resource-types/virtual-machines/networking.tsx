/** "Network settings": the interfaces of a machine with their addresses, and the rules that let somebody in. */
import { makeStyles, Subtitle2 } from '@fluentui/react-components'
import { useArm } from '../../api/queries.js'
import { DataGrid } from '../../controls/data-grid.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Essentials } from '../../controls/essentials.js'
import { Link } from '../../controls/link.js'
import { Loading } from '../../controls/loading.js'
import { linkTo } from '../../routing/route.js'
import type { BladeProps } from '../define.js'
import {
  lastSegment,
  type NetworkInterface,
  networkOfSubnet,
  networkVersion,
  type PublicAddress,
  primaryAddressOf,
  subnetText,
} from './machine.js'
import { useMachine } from './use-machine.js'

interface SecurityGroup {
  readonly properties: { readonly securityRules?: readonly Rule[]; readonly defaultSecurityRules?: readonly Rule[] }
}
interface Rule {
  readonly name: string
  readonly properties: {
    readonly priority: number
    readonly direction: string
    readonly access: string
    readonly protocol: string
    readonly destinationPortRange?: string
    readonly sourceAddressPrefix?: string
  }
}

const useStyles = makeStyles({ title: { display: 'block', marginBlock: '0 8px' }, section: { marginBlockEnd: '28px' } })

export default function Networking({ resource }: BladeProps) {
  const { data: machine, error } = useMachine(resource.id)
  if (machine === undefined) return error === null ? <Loading /> : <ErrorPanel error={error} />
  const nics = machine.properties.networkProfile?.networkInterfaces ?? []
  if (nics.length === 0) return <p>This virtual machine has no network interface.</p>
  return nics.map(({ id }) => <Interface key={id} id={id} />)
}

function Interface({ id }: { readonly id: string }) {
  const styles = useStyles()
  const network = { apiVersion: networkVersion }
  const { data: nic, error } = useArm<NetworkInterface>(id, network)
  const primary = primaryAddressOf(nic)
  const addressId = primary?.publicIPAddress?.id
  const { data: address } = useArm<PublicAddress>(addressId, network)
  const groupId = nic?.properties.networkSecurityGroup?.id
  const { data: group, error: groupError } = useArm<SecurityGroup>(groupId, network)
  if (nic === undefined) return error === null ? <Loading /> : <ErrorPanel error={error} />
  const subnet = primary?.subnet?.id
  const rules = [...(group?.properties.securityRules ?? []), ...(group?.properties.defaultSecurityRules ?? [])]
  return (
    <section className={styles.section}>
      <Subtitle2 as="h2" className={styles.title}>
        {`Network interface: ${nic.name}`}
      </Subtitle2>
      <Essentials
        facts={[
          { name: 'Network interface', value: <Link to={linkTo.resource(nic.id)}>{nic.name}</Link> },
          {
            name: 'Virtual network/subnet',
            value:
              subnet === undefined ? undefined : (
                <Link to={linkTo.resource(networkOfSubnet(subnet))}>{subnetText(subnet)}</Link>
              ),
          },
          {
            name: 'Public IP address',
            value:
              addressId === undefined ? undefined : (
                <Link to={linkTo.resource(addressId)}>{address?.properties.ipAddress ?? lastSegment(addressId)}</Link>
              ),
            copy: address?.properties.ipAddress,
          },
          { name: 'Private IP address', value: primary?.privateIPAddress, copy: primary?.privateIPAddress },
          { name: 'MAC address', value: nic.properties.macAddress },
          {
            name: 'Security group',
            value:
              groupId === undefined ? undefined : <Link to={linkTo.resource(groupId)}>{lastSegment(groupId)}</Link>,
          },
        ]}
      />
      {groupId === undefined ? null : (
        <DataGrid
          label="Port rules"
          rows={group === undefined ? undefined : rules}
          error={groupError}
          keyOf={({ name }) => name}
          groupOf={({ properties }) => `${properties.direction} port rules`}
          columns={[
            { label: 'Priority', render: ({ properties }) => properties.priority },
            { label: 'Name', render: ({ name }) => name },
            { label: 'Port', render: ({ properties }) => anyWord(properties.destinationPortRange) },
            { label: 'Protocol', render: ({ properties }) => anyWord(properties.protocol), isMinor: true },
            { label: 'Source', render: ({ properties }) => anyWord(properties.sourceAddressPrefix), isMinor: true },
            { label: 'Action', render: ({ properties }) => properties.access },
          ]}
        />
      )}
    </section>
  )
}

const anyWord = (text: string | undefined): string => (text === undefined || text === '*' ? 'Any' : text)
