/** The way from Home to the open page: subscription, group, parents of a resource. */
import { Link, makeStyles, tokens } from '@fluentui/react-components'
import { parentScope, parseResourceReference } from '../api/resource-reference.js'
import { useDisplayNames } from '../api/subscriptions.js'
import { findArea } from '../areas/index.js'
import { describeType } from '../resource-types/index.js'
import { defaultBlade, linkTo, type Route } from '../routing/route.js'

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '4px',
    margin: 0,
    paddingInline: '20px',
    paddingBlockStart: '8px',
    listStyleType: 'none',
    fontSize: tokens.fontSizeBase200,
  },
  item: { display: 'flex', gap: '4px', minInlineSize: 0, overflowWrap: 'anywhere' },
})

interface Crumb {
  readonly label: string
  readonly to: string
}

/** Everything above the open page, Home first. @param displayName of scopes that have a name beside the one in their id */
export function crumbsOf(route: Route, displayName: (id: string) => string | undefined): readonly Crumb[] {
  const home = { label: 'Home', to: linkTo.home() }
  switch (route.kind) {
    case 'resource': {
      const above: Crumb[] = []
      for (let id = parentScope(route.id); id !== undefined; id = parentScope(id)) {
        above.unshift({ label: displayName(id) ?? parseResourceReference(id)?.name ?? id, to: linkTo.resource(id) })
      }
      const name = displayName(route.id) ?? parseResourceReference(route.id)?.name ?? route.id
      const own = route.blade === defaultBlade ? [] : [{ label: name, to: linkTo.resource(route.id) }]
      return [home, ...above, ...own]
    }
    case 'create':
      return [home, { label: describeType(route.type).plural, to: linkTo.browse(route.type) }]
    case 'view': {
      const area = findArea(route.area)
      const [part = '', ...below] = route.path
      if (area === undefined || part === '') return [home]
      const label = area.parts?.[part]
      const section = label === undefined || below.length === 0 ? [] : [{ label, to: linkTo.view(area.id, [part]) }]
      return [home, { label: area.label, to: linkTo.view(area.id) }, ...section]
    }
    case 'home':
      return []
    default:
      return [home]
  }
}

export function Breadcrumbs({ route }: { readonly route: Route }) {
  const styles = useStyles()
  const displayName = useDisplayNames(route.kind === 'resource')
  const crumbs = crumbsOf(route, displayName)
  if (crumbs.length === 0) return null
  return (
    <nav aria-label="Breadcrumb">
      <ol className={styles.list}>
        {crumbs.map(({ label, to }) => (
          <li key={to} className={styles.item}>
            <Link href={to}>{label}</Link>
            <span aria-hidden>/</span>
          </li>
        ))}
      </ol>
    </nav>
  )
}
