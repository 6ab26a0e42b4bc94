/** A page that fails takes only itself down, and says so. */
import { Component, type ReactNode } from 'react'
import { ErrorPanel } from '../controls/error-panel.js'

export class PageBoundary extends Component<{ readonly children: ReactNode }, { readonly error: unknown }> {
  override state = { error: undefined }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    return this.state.error === undefined ? this.props.children : <ErrorPanel error={this.state.error} />
  }
}
