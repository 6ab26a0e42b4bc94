/**
 * The document as xterm.js gets it (`documentOverride`): its style elements carry the nonce that the policy asks for, and
 * styles that it would write as attributes, which the policy refuses, go the way of `element.style`.
 *
 * Source: Content Security Policy Level 3 ("inline check": `style` attributes have no nonce; the object model is not
 * restricted); observed with xterm.js 6.0: colours by number are written with `setAttribute('style', …)`.
 */

/** `instanceof Document` holds for what this returns. */
export function documentWithNonce(document: Document, nonce: string): Document {
  const createElement = elementMaker(document, nonce)
  return new Proxy(document, {
    get(target, name) {
      if (name === 'createElement') return createElement
      const found: unknown = Reflect.get(target, name, target)
      return typeof found === 'function' ? found.bind(target) : found // the browser's own want the real document
    },
  })
}

/**
 * Makes the real document do the same while `work` runs. Observed with xterm.js 6.0: the style element of its scroll bar is
 * made by the page's document, whatever `documentOverride` says, while the terminal is opened.
 */
export function withNonceInDocument(document: Document, nonce: string, work: () => void): void {
  const createElement = elementMaker(document, nonce)
  Object.defineProperty(document, 'createElement', { configurable: true, value: createElement })
  try {
    work()
  } finally {
    Reflect.deleteProperty(document, 'createElement') // what the prototype has is there again
  }
}

/**
 * Observed with xterm.js 6.0: what makes the cells of rows has the page's document, whatever the option says. It is found by
 * the names that its sources have; were they to change, programs' own colours would be missing, and a test would tell.
 */
export function giveRowsDocument(terminal: object, override: Document): void {
  const rowFactory = ['_core', '_renderService', '_renderer', 'value', '_rowFactory'].reduce<unknown>(
    (found, name) => (typeof found === 'object' && found !== null ? Reflect.get(found, name) : undefined),
    terminal,
  )
  if (typeof rowFactory === 'object' && rowFactory !== null) Reflect.set(rowFactory, '_document', override)
}

function elementMaker(document: Document, nonce: string) {
  const make = document.createElement.bind(document)
  return (name: string, options?: ElementCreationOptions): HTMLElement => {
    const element = make(name, options)
    if (name === 'style') element.nonce = nonce
    return writingStylesAsObjects(element)
  }
}

/** Copies of an element are made so as well. */
function writingStylesAsObjects(element: HTMLElement): HTMLElement {
  const setAttribute = element.setAttribute.bind(element)
  const cloneNode = element.cloneNode.bind(element)
  element.setAttribute = (attribute, value) => {
    if (attribute === 'style') element.style.cssText = value
    else setAttribute(attribute, value)
  }
  element.cloneNode = (isDeep) => {
    const copy = cloneNode(isDeep)
    return copy instanceof HTMLElement ? writingStylesAsObjects(copy) : copy
  }
  return element
}
