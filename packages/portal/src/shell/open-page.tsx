/** The page that the link names. Each kind is loaded when it is first opened. */
import { findArea } from '../areas/index.js'
import { findType } from '../resource-types/index.js'
import { LoadedPage } from '../routing/load-page.js'
import type { Route } from '../routing/route.js'

const loadHome = () => import('../areas/home/home.js')
const loadBrowse = () => import('../resource-types/generic/browse.js')
const loadNotHere = () => import('./not-here.js')
const loadResource = () => import('../resource-types/generic/resource-page.js')

export function OpenPage({ route }: { readonly route: Route }) {
  switch (route.kind) {
    case 'home':
      return <LoadedPage load={loadHome} with={{}} />
    case 'resource':
      return <LoadedPage load={loadResource} with={{ id: route.id, blade: route.blade }} />
    case 'browse': {
      const load = findType(route.type)?.browse?.load
      if (load === undefined) return <LoadedPage load={loadBrowse} with={{ type: route.type }} />
      return <LoadedPage load={load} with={{}} />
    }
    case 'create': {
      const load = findType(route.type)?.create?.load
      if (load === undefined)
        return <LoadedPage load={loadNotHere} with={{ what: `Creating ${route.type} in the portal` }} />
      return <LoadedPage load={load} with={{ parameters: route.parameters }} />
    }
    case 'view': {
      const area = findArea(route.area)
      if (area === undefined) return <LoadedPage load={loadNotHere} with={{ what: `The page '${route.area}'` }} />
      return <LoadedPage load={area.load} with={{ path: route.path, parameters: route.parameters }} />
    }
    case 'unknown':
      return <LoadedPage load={loadNotHere} with={{ what: `The page '${route.text}'` }} />
  }
}
