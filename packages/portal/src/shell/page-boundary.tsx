/** A page that fails takes only itself down, and says so. */
import { Component, lazy, type ReactNode, Suspense } from 'react'

const ErrorPanel = lazy(() => import('../controls/error-panel.js').then((loaded) => ({ default: loaded.ErrorPanel })))

export class PageBoundary extends Component<{ readonly children: ReactNode }, { readonly error: unknown }> {
  override state = { error: undefined }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    const { error } = this.state
    if (error === undefined) return this.props.children
    return (
      <Suspense>
        <ErrorPanel error={error} />
      </Suspense>
    )
  }
}
