/** Everything around the pages: theme, direction, data, the live stream. */
import {
  FluentProvider,
  RendererProvider,
  type Theme,
  teamsHighContrastTheme,
  webDarkTheme,
  webLightTheme,
} from '@fluentui/react-components'
import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { createQueryClient } from '../api/queries.js'
import { useLiveChanges } from '../live/use-live-changes.js'
import { type SignedIn, SignedInContext } from '../session/session-context.js'
import { Frame } from './frame.js'
import { PageBoundary } from './page-boundary.js'
import { usePreferences, usePrefersDark } from './preferences.js'
import { styleRenderer } from './style-renderer.js'

export function Portal({ signedIn }: { readonly signedIn: SignedIn }) {
  const [queries] = useState(createQueryClient)
  const { direction } = usePreferences()
  const theme = useTheme()
  return (
    <RendererProvider renderer={styleRenderer} targetDocument={document}>
      <FluentProvider theme={theme} dir={direction} style={{ blockSize: '100%' }}>
        <SignedInContext value={signedIn}>
          <QueryClientProvider client={queries}>
            <LiveChanges />
            <PageBoundary>
              <Frame />
            </PageBoundary>
          </QueryClientProvider>
        </SignedInContext>
      </FluentProvider>
    </RendererProvider>
  )
}

function LiveChanges() {
  useLiveChanges()
  return null
}

function useTheme(): Theme {
  const { theme } = usePreferences()
  const prefersDark = usePrefersDark()
  if (theme === 'highContrast') return teamsHighContrastTheme
  return theme === 'dark' || (theme === 'system' && prefersDark) ? webDarkTheme : webLightTheme
}
