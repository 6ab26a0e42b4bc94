/** Sign-in was refused, or cannot be reached: the token service's own words, and a way to try again. */

import { Button, FluentProvider, RendererProvider, webLightTheme } from '@fluentui/react-components'
import { ErrorPanel } from '../controls/error-panel.js'
import { styleRenderer } from './style-renderer.js'

export const StartFailure = ({ error }: { readonly error: unknown }) => (
  <RendererProvider renderer={styleRenderer} targetDocument={document}>
    <FluentProvider theme={webLightTheme} style={{ padding: 24 }}>
      <h1>Sign-in did not succeed</h1>
      <ErrorPanel title="The token service refused" error={error} />
      <Button
        appearance="primary"
        onClick={() => {
          sessionStorage.clear()
          location.reload()
        }}
      >
        Try again
      </Button>
    </FluentProvider>
  </RendererProvider>
)
