/**
 * A page that fails takes only itself down, and says so. Code that cannot be loaded (the server has stopped, or has another
 * version's files now) is said in words that need no further code.
 */
import { Button, makeStyles } from '@fluentui/react-components'
import { Component, lazy, type ReactNode, Suspense } from 'react'

const ErrorPanel = lazy(() => import('../controls/error-panel.js').then((loaded) => ({ default: loaded.ErrorPanel })))

interface BoundaryProps {
  readonly children: ReactNode
  /** Shown instead of the children. Default: the error, else that the code is missing. */
  readonly fallback?: ReactNode
}

export class PageBoundary extends Component<BoundaryProps> {
  override state: { readonly error: unknown } = { error: undefined }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    const { error } = this.state
    const { children, fallback } = this.props
    if (error === undefined) return children
    if (fallback !== undefined) return fallback
    if (isMissingCode(error)) return <CodeMissing />
    return (
      <PageBoundary fallback={<CodeMissing />}>
        <Suspense>
          <ErrorPanel error={error} />
        </Suspense>
      </PageBoundary>
    )
  }
}

/** As Chromium, Firefox and Safari call it. */
const isMissingCode = (error: unknown): boolean =>
  error instanceof Error && /dynamically imported module|importing a module script/i.test(error.message)

const useStyles = makeStyles({ words: { paddingInline: '20px', maxInlineSize: '640px' } })

function CodeMissing() {
  const styles = useStyles()
  return (
    <div className={styles.words} role="alert">
      <h1>This page could not be loaded</h1>
      <p>The server has stopped, or was updated since this window was opened. Is `lazulite start` still running?</p>
      <Button appearance="primary" onClick={() => location.reload()}>
        Reload
      </Button>
    </div>
  )
}
