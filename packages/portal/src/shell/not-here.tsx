/** The page of a link that leads nowhere: says what is missing, by name. */
import { ErrorPanel } from '../controls/error-panel.js'
import { Page } from '../controls/page.js'

export default function NotHere({ what }: { readonly what: string }) {
  return (
    <Page title="Not here">
      <ErrorPanel
        title="Page not found"
        error={new Error(`NotImplemented: ${what}. az can do more than the portal does.`)}
      />
    </Page>
  )
}
