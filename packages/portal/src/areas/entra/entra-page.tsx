/** "Microsoft Entra ID": the tenant's directory. Its lists share one menu; an object has a menu of its own. */
import { useEffect } from 'react'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Loading } from '../../controls/loading.js'
import { Page } from '../../controls/page.js'
import { PageWithMenu } from '../../controls/page-menu.js'
import { LoadedPage } from '../../routing/load-page.js'
import { linkTo } from '../../routing/route.js'
import { navigate } from '../../routing/use-route.js'
import type { AreaProps } from '../define.js'
import { pathOfAzureLink } from './azure-links.js'
import { sections } from './sections.js'

export default function EntraPage({ path }: AreaProps) {
  const meant = pathOfAzureLink(path)
  if (meant !== undefined) return <Redirect to={linkTo.view('entra', meant)} />
  const [sectionId = 'overview', id, blade = 'overview'] = path
  const section = sections.find((one) => one.id === sectionId)
  const load = id === 'new' ? section?.loadNew : id === undefined ? section?.load : undefined
  if (load !== undefined && id === 'new') return <LoadedPage load={load} with={{}} />
  if (section?.loadObject !== undefined && id !== undefined && id !== 'new') {
    return <LoadedPage key={id} load={section.loadObject} with={{ id, blade }} />
  }
  const entries = sections.map((one) => ({ ...one, to: linkTo.view('entra', [one.id]) }))
  return (
    <PageWithMenu label="Menu of Microsoft Entra ID" entries={entries} current={section?.id}>
      {load === undefined ? (
        <Page title="Microsoft Entra ID">
          <ErrorPanel
            title="Page not found"
            error={new Error(section?.unavailable ?? `There is no page '${path.join('/')}'.`)}
          />
        </Page>
      ) : (
        <LoadedPage load={load} with={{}} />
      )}
    </PageWithMenu>
  )
}

/** The address becomes the one that the portal itself gives, so that it is the same wherever it came from. */
function Redirect({ to }: { readonly to: string }) {
  useEffect(() => navigate(to, { replace: true }), [to])
  return <Loading />
}
