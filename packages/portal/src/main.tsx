/** Signs in, then shows the shell. Whatever goes wrong before that is said on the page. */
import { createRoot } from 'react-dom/client'
import './base.css'
import { createCloudClient } from './api/cloud-client.js'
import { cloudOrigins } from './session/cloud-origins.js'
import { openSession } from './session/sign-in.js'
import { Portal } from './shell/portal.js'
import { revealPage } from './shell/reveal-page.js'

const element = document.getElementById('root')
if (element === null) throw new Error('the page has no place for the portal')
const root = createRoot(element)
revealPage(element)

try {
  const session = await openSession()
  if (session !== undefined) {
    const client = createCloudClient({
      origins: cloudOrigins,
      accessToken: (audience, refused) => session.accessToken(audience, refused),
    })
    root.render(<Portal signedIn={{ session, client }} />)
  }
} catch (error) {
  const { StartFailure } = await import('./shell/start-failure.js')
  root.render(<StartFailure error={error} />)
}
