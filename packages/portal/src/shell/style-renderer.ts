/** Styles are made while the page runs; the policy lets them in by the nonce that the server wrote into the page. */
import { createDOMRenderer } from '@fluentui/react-components'

export const styleNonce = document.querySelector<HTMLMetaElement>('meta[name=style-nonce]')?.content ?? ''

export const styleRenderer = createDOMRenderer(document, { styleElementAttributes: { nonce: styleNonce } })
