/** "Enterprise applications": the tenant's service principals, managed identities among them. The filter is part of the link. */
import { useGraphList } from '../../api/queries.js'
import { DataGrid } from '../../controls/data-grid.js'
import { Link } from '../../controls/link.js'
import { Page } from '../../controls/page.js'
import { ToolChoice } from '../../controls/tool-choice.js'
import { linkTo } from '../../routing/route.js'
import { useRouteParameter } from '../../routing/use-route.js'
import { nameOf, type ServicePrincipal } from './directory-object.js'
import { describePrincipal, isOfKind, principalKinds } from './principal-kinds.js'

export default function EnterpriseApplications() {
  const { data, error } = useGraphList<ServicePrincipal>('/servicePrincipals')
  const [asked, setAsked] = useRouteParameter('type')
  const kind = principalKinds.find(({ id }) => id === asked) ?? principalKinds[0]
  return (
    <Page title="Enterprise applications" subtitle="All applications">
      <DataGrid
        label="Enterprise applications"
        filterLabel="Search by application name or object ID"
        rows={data?.filter((one) => isOfKind(one, kind.id))}
        error={error}
        keyOf={({ id }) => id}
        empty="No applications of this type"
        tools={<ToolChoice label="Application type" options={principalKinds} chosen={kind.id} onChange={setAsked} />}
        columns={[
          {
            label: 'Name',
            text: nameOf,
            render: (row) => <Link to={linkTo.view('entra', ['enterprise-applications', row.id])}>{nameOf(row)}</Link>,
          },
          { label: 'Object ID', text: ({ id }) => id, render: ({ id }) => id, isMinor: true },
          { label: 'Application ID', text: ({ appId }) => appId, render: ({ appId }) => appId, isMinor: true },
          { label: 'Type', text: describePrincipal, render: describePrincipal },
        ]}
      />
    </Page>
  )
}
