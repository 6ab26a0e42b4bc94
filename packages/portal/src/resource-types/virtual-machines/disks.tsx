/** "Disks": the system disk and the data disks of a machine. */
import { makeStyles, Subtitle2 } from '@fluentui/react-components'
import { DataGrid } from '../../controls/data-grid.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Link } from '../../controls/link.js'
import { Loading } from '../../controls/loading.js'
import { linkTo } from '../../routing/route.js'
import type { BladeProps } from '../define.js'
import type { Disk } from './machine.js'
import { useMachine } from './use-machine.js'

const useStyles = makeStyles({ title: { display: 'block', marginBlock: '12px 8px' } })

export default function Disks({ resource }: BladeProps) {
  const styles = useStyles()
  const { data: machine, error } = useMachine(resource.id)
  if (machine === undefined) return error === null ? <Loading /> : <ErrorPanel error={error} />
  const { osDisk, dataDisks = [] } = machine.properties.storageProfile ?? {}
  return (
    <>
      <Subtitle2 as="h2" className={styles.title}>
        OS disk
      </Subtitle2>
      <DiskTable label="OS disk" disks={osDisk === undefined ? [] : [osDisk]} />
      <Subtitle2 as="h2" className={styles.title}>
        Data disks
      </Subtitle2>
      <DiskTable label="Data disks" disks={dataDisks} empty="No data disks attached" />
    </>
  )
}

interface DiskTableProps {
  readonly label: string
  readonly disks: readonly Disk[]
  readonly empty?: string
}

const DiskTable = ({ label, disks, empty }: DiskTableProps) => (
  <DataGrid
    label={label}
    rows={disks}
    keyOf={({ name, lun }) => `${lun} ${name}`}
    empty={empty}
    columns={[
      {
        label: 'Disk name',
        render: ({ name, managedDisk }) =>
          managedDisk?.id === undefined ? name : <Link to={linkTo.resource(managedDisk.id)}>{name}</Link>,
      },
      { label: 'Storage type', render: ({ managedDisk }) => managedDisk?.storageAccountType ?? '-', isMinor: true },
      { label: 'Size (GiB)', render: ({ diskSizeGB }) => diskSizeGB ?? '-' },
      { label: 'Host caching', render: ({ caching }) => caching ?? '-', isMinor: true },
      {
        label: 'Delete with VM',
        render: ({ deleteOption }) => (deleteOption === 'Delete' ? 'Yes' : 'No'),
        isMinor: true,
      },
    ]}
  />
)
