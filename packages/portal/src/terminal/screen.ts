/** xterm.js on the page: made once for an element, coloured as the page is, as large as its place. */
import { FitAddon } from '@xterm/addon-fit'
import { Terminal } from '@xterm/xterm'
import '@xterm/xterm/css/xterm.css'
import { styleNonce } from '../shell/style-renderer.js'
import { documentWithNonce, giveRowsDocument, withNonceInDocument } from './nonce-document.js'
import type { TerminalSize } from './terminal-socket.js'
import { terminalTheme } from './terminal-theme.js'

export interface Screen {
  readonly terminal: Terminal
  size(): TerminalSize
  /** As the page looks now. */
  recolour(): void
  dispose(): void
}

export interface ScreenParts {
  readonly element: HTMLElement
  readonly screenReaderMode: boolean
  /** Ctrl+. : the way out, because Tab belongs to the shell. */
  readonly onLeave: () => void
}

export function openScreen({ element, screenReaderMode, onLeave }: ScreenParts): Screen {
  const colours = () => terminalTheme((name) => getComputedStyle(element).getPropertyValue(name))
  const override = documentWithNonce(document, styleNonce)
  const terminal = new Terminal({
    documentOverride: override,
    ...{ screenReaderMode, theme: colours(), minimumContrastRatio: 4.5, scrollback: 5000 },
    ...{ cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches, fontSize: 14 },
    fontFamily: '"Cascadia Mono", Consolas, "DejaVu Sans Mono", Menlo, monospace',
  })
  const fit = new FitAddon()
  terminal.loadAddon(fit)
  withNonceInDocument(document, styleNonce, () => terminal.open(element))
  giveRowsDocument(terminal, override)
  terminal.attachCustomKeyEventHandler((event) => onKey(event, terminal, onLeave))
  const observer = new ResizeObserver(() => {
    if (element.clientHeight > 0) fit.fit()
  })
  observer.observe(element)
  fit.fit()
  return {
    terminal,
    size: () => ({ columns: terminal.cols, rows: terminal.rows }),
    recolour() {
      terminal.options.theme = colours()
    },
    dispose() {
      observer.disconnect()
      terminal.dispose()
    },
  }
}

/** Copy and paste as terminals have them: Ctrl+Shift+C and Ctrl+Shift+V. @returns whether xterm.js is to see the key */
function onKey(event: KeyboardEvent, terminal: Terminal, onLeave: () => void): boolean {
  if (!event.ctrlKey || event.altKey || event.metaKey) return true
  if (event.key === '.') {
    if (event.type === 'keydown') {
      event.preventDefault()
      onLeave()
    }
    return false
  }
  if (!event.shiftKey) return true
  if (event.code === 'KeyV') return false // the browser pastes, and xterm.js takes it from there
  if (event.code !== 'KeyC') return true
  if (event.type === 'keydown') {
    event.preventDefault()
    if (terminal.hasSelection()) void navigator.clipboard.writeText(terminal.getSelection())
  }
  return false
}
