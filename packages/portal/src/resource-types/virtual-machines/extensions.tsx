/** "Extensions + applications": what is installed in a machine by way of its agent. */
import { useArmList } from '../../api/queries.js'
import { CommandBar } from '../../controls/command-bar.js'
import { DataGrid } from '../../controls/data-grid.js'
import { Link } from '../../controls/link.js'
import { linkTo } from '../../routing/route.js'
import type { BladeProps } from '../define.js'
import { virtualMachines } from './description.js'

interface Extension {
  readonly id: string
  readonly name: string
  readonly properties: {
    readonly publisher?: string
    readonly type?: string
    readonly typeHandlerVersion?: string
    readonly provisioningState?: string
  }
}

export default function Extensions({ resource }: BladeProps) {
  const { data, error } = useArmList<Extension>(`${resource.id}/extensions`, virtualMachines)
  return (
    <>
      <CommandBar
        commands={[
          {
            label: 'Add',
            onClick: () => undefined,
            reason: 'Not part of this cloud: a gallery of extensions. az vm extension set adds one by its name.',
          },
        ]}
      />
      <DataGrid
        label="Extensions"
        rows={data}
        error={error}
        keyOf={({ id }) => id}
        empty="No extensions installed"
        columns={[
          {
            label: 'Name',
            text: ({ name }) => name,
            render: ({ id, name }) => <Link to={linkTo.resource(id)}>{name}</Link>,
          },
          { label: 'Type', render: ({ properties }) => `${properties.publisher}.${properties.type}` },
          { label: 'Version', render: ({ properties }) => properties.typeHandlerVersion ?? '-', isMinor: true },
          { label: 'Status', render: ({ properties }) => properties.provisioningState ?? '-' },
        ]}
      />
    </>
  )
}
