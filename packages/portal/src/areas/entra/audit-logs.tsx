/**
 * "Audit logs": what changed in the directory, and who did it. Source: "List directoryAudits" (v1.0).
 */
import { useGraph } from '../../api/queries.js'
import { DataGrid } from '../../controls/data-grid.js'
import { Page } from '../../controls/page.js'
import { Time } from '../../controls/time.js'

interface DirectoryAudit {
  readonly id: string
  readonly activityDateTime: string
  readonly activityDisplayName: string
  readonly category?: string | null
  readonly result?: string | null
  readonly initiatedBy?: {
    readonly user?: { readonly userPrincipalName?: string | null; readonly displayName?: string | null } | null
    readonly app?: { readonly displayName?: string | null } | null
  }
  readonly targetResources?: readonly { readonly id?: string | null; readonly displayName?: string | null }[]
}

/** The newest that one look shows. */
const mostShown = 500

const initiatorOf = ({ initiatedBy }: DirectoryAudit): string =>
  initiatedBy?.user?.userPrincipalName || initiatedBy?.user?.displayName || initiatedBy?.app?.displayName || '-'

const targetsOf = ({ targetResources = [] }: DirectoryAudit): string =>
  targetResources.map(({ displayName, id }) => displayName || id || '-').join(', ') || '-'

export default function AuditLogs() {
  // one page: a log is never read whole
  const path = `/auditLogs/directoryAudits?$top=${mostShown}`
  const { data, error } = useGraph<{ readonly value: readonly DirectoryAudit[] }>(path)
  return (
    <Page title="Audit logs" subtitle="Microsoft Entra ID">
      <DataGrid
        label="Audit logs"
        filterLabel="Filter for any field"
        rows={data?.value}
        error={error}
        keyOf={({ id }) => id}
        empty="Nothing in the directory has changed"
        columns={[
          {
            label: 'Date',
            text: ({ activityDateTime }) => activityDateTime,
            render: ({ activityDateTime }) => <Time at={activityDateTime} />,
          },
          { label: 'Activity', text: (row) => row.activityDisplayName, render: (row) => row.activityDisplayName },
          {
            label: 'Category',
            text: ({ category }) => category ?? '',
            render: (row) => row.category ?? '-',
            isMinor: true,
          },
          { label: 'Status', text: ({ result }) => result ?? '', render: ({ result }) => result ?? '-' },
          { label: 'Target(s)', text: targetsOf, render: targetsOf },
          { label: 'Initiated by (actor)', text: initiatorOf, render: initiatorOf, isMinor: true },
        ]}
      />
    </Page>
  )
}
