/** Top bar, side menu, breadcrumb and the open page. */
import { makeStyles, tokens } from '@fluentui/react-components'
import { lazy, Suspense, useState } from 'react'
import { useRoute } from '../routing/use-route.js'
import { Breadcrumbs } from './breadcrumbs.js'
import { OpenPage } from './open-page.js'
import { PageBoundary } from './page-boundary.js'
import { TopBar } from './top-bar.js'

const SideMenu = lazy(() => import('./side-menu.js'))
const CloudShellPane = lazy(() => import('../terminal/cloud-shell-pane.js'))

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateRows: 'auto minmax(0, 1fr) auto',
    gridTemplateColumns: 'minmax(0, 1fr)',
    blockSize: '100dvh',
    backgroundColor: tokens.colorNeutralBackground1,
  },
  main: { overflowY: 'auto', minInlineSize: 0, scrollbarGutter: 'stable' },
  skip: {
    position: 'absolute',
    insetInlineStart: '8px',
    insetBlockStart: '-60px',
    zIndex: 10,
    padding: '8px',
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    ':focus': { insetBlockStart: '8px' },
  },
})

export function Frame() {
  const styles = useStyles()
  const route = useRoute()
  const [isMenuOpen, setIsMenuOpen] = useState(false)
  const [wasMenuOpened, setWasMenuOpened] = useState(false)
  const [isShellOpen, setIsShellOpen] = useState(false)
  return (
    <div className={styles.root}>
      {/* biome-ignore lint/a11y/useValidAnchor: it leads to a part of the page; the fragment of the address is the route */}
      <a
        className={styles.skip}
        href="#main"
        onClick={(event) => {
          event.preventDefault()
          document.getElementById('main')?.focus()
        }}
      >
        Skip to content
      </a>
      <TopBar
        isShellOpen={isShellOpen}
        onShell={() => setIsShellOpen(!isShellOpen)}
        onMenu={() => {
          setWasMenuOpened(true)
          setIsMenuOpen(true)
        }}
      />
      {wasMenuOpened ? (
        <Suspense>
          <SideMenu isOpen={isMenuOpen} onClose={() => setIsMenuOpen(false)} />
        </Suspense>
      ) : null}
      <main id="main" className={styles.main} tabIndex={-1}>
        <Breadcrumbs route={route} />
        <PageBoundary key={location.hash.replace(/\?.*$/s, '')}>
          <OpenPage route={route} />
        </PageBoundary>
      </main>
      {isShellOpen ? (
        <Suspense>
          <CloudShellPane onClose={() => setIsShellOpen(false)} />
        </Suspense>
      ) : null}
    </div>
  )
}
