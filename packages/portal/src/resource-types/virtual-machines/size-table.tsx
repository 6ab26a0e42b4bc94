/** Sizes of virtual machines to choose from. */
import { DataGrid } from '../../controls/data-grid.js'

/** As Compute lists it. */
export interface MachineSize {
  readonly name: string
  readonly numberOfCores: number
  readonly memoryInMB: number
  readonly maxDataDiskCount: number
  readonly resourceDiskSizeInMB: number
}

export const memoryText = ({ memoryInMB }: MachineSize): string => String(memoryInMB / 1024)

/** "Standard_D2s_v3 - 2 vcpus, 8 GiB memory", as Azure's form has it. */
export const describeSize = (size: MachineSize): string =>
  `${size.name} - ${size.numberOfCores} ${size.numberOfCores === 1 ? 'vcpu' : 'vcpus'}, ${memoryText(size)} GiB memory`

export interface SizeTableProps {
  readonly sizes: readonly MachineSize[] | undefined
  readonly error: Error | null
  readonly chosen: string
  readonly onChoose: (name: string) => void
}

export const SizeTable = ({ sizes, error, chosen, onChoose }: SizeTableProps) => (
  <DataGrid
    label="Sizes"
    filterLabel="Search by VM size"
    rows={sizes}
    error={error}
    keyOf={({ name }) => name}
    selection={{
      chosen: new Set([chosen]),
      isSingle: true,
      onChange: (names) => {
        const [name] = names
        if (name !== undefined) onChoose(name)
      },
    }}
    columns={[
      { label: 'VM Size', text: ({ name }) => name, render: ({ name }) => name },
      {
        label: 'vCPUs',
        text: ({ numberOfCores }) => String(numberOfCores),
        render: ({ numberOfCores }) => numberOfCores,
      },
      { label: 'RAM (GiB)', text: memoryText, render: memoryText },
      {
        label: 'Data disks',
        text: ({ maxDataDiskCount }) => String(maxDataDiskCount),
        render: ({ maxDataDiskCount }) => maxDataDiskCount,
        isMinor: true,
      },
      {
        label: 'Local storage (GiB)',
        text: ({ resourceDiskSizeInMB }) => String(resourceDiskSizeInMB / 1024),
        render: ({ resourceDiskSizeInMB }) => resourceDiskSizeInMB / 1024,
        isMinor: true,
      },
    ]}
  />
)
