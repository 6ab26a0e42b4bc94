/**
 * A terminal: what it is connected to, the screen, and what to do when the connection has ended.
 *
 * The screen takes every key, Tab too; Ctrl+. leads out of it (WCAG 2.2, 2.1.2). A screen reader reads the output when
 * "Screen reader" is on, which this browser remembers.
 */
import { Button, makeStyles, mergeClasses, Switch, shorthands, Text, tokens } from '@fluentui/react-components'
import {
  ArrowClockwiseRegular,
  ClipboardPasteRegular,
  CopyRegular,
  OpenRegular,
  PlugDisconnectedRegular,
} from '@fluentui/react-icons'
import { type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react'
import { ErrorPanel } from '../controls/error-panel.js'
import { usePreferences, usePrefersDark } from '../shell/preferences.js'
import { openScreen, type Screen } from './screen.js'
import { readScreenReaderMode, writeScreenReaderMode } from './screen-reader-preference.js'
import { openTerminalSocket, type TerminalSize, type TerminalSocket } from './terminal-socket.js'

export interface TerminalViewProps {
  /** "Terminal of web-1" */
  readonly label: string
  /** The address of a websocket, good once. @throws ServiceError */
  readonly connect: (size: TerminalSize) => Promise<string>
  /** The same terminal with the whole window for itself. */
  readonly fullPage?: string
  readonly onDisconnect?: () => void
  /** Further things in the row above the screen. */
  readonly children?: ReactNode
}

type State =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected' }
  | { readonly kind: 'ended'; readonly message: string; readonly error?: unknown }

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minBlockSize: '280px',
    minInlineSize: 0,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    overflow: 'hidden',
  },
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px',
    paddingInline: '8px',
    backgroundColor: tokens.colorNeutralBackground3,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  state: { flexGrow: 1, display: 'flex', alignItems: 'center', gap: '8px', minBlockSize: '32px' },
  dot: { inlineSize: '8px', blockSize: '8px', borderRadius: '50%', flexShrink: 0 },
  connecting: { backgroundColor: tokens.colorPaletteYellowForeground2 },
  connected: { backgroundColor: tokens.colorPaletteGreenForeground2 },
  ended: { backgroundColor: tokens.colorNeutralForeground4 },
  commands: { display: 'flex', gap: '2px', margin: 0, padding: 0, ...shorthands.borderStyle('none') },
  // a shell reads from left to right, whichever way the page does
  screen: {
    flexGrow: 1,
    minBlockSize: 0,
    direction: 'ltr',
    overflow: 'hidden',
    paddingBlock: '6px',
    paddingInline: '8px',
    backgroundColor: tokens.colorNeutralBackground1,
    ':focus-within': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  ending: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '12px',
    padding: '8px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  hint: { color: tokens.colorNeutralForeground3, paddingInline: '8px', paddingBlock: '4px' },
})

const words = { connecting: 'Connecting', connected: 'Connected', ended: 'Disconnected' } as const

export function TerminalView({ label, connect, fullPage, onDisconnect, children }: TerminalViewProps) {
  const styles = useStyles()
  const hintId = useId()
  const place = useRef<HTMLDivElement>(null)
  const commands = useRef<HTMLFieldSetElement>(null)
  const parts = useRef<{ screen: Screen; socket?: TerminalSocket }>(undefined)
  const latestConnect = useRef(connect)
  latestConnect.current = connect
  const [state, setState] = useState<State>({ kind: 'connecting' })
  const [screenReaderMode, setScreenReaderMode] = useState(readScreenReaderMode)
  useColours(parts)

  const start = useCallback(() => {
    const { current } = parts
    if (current === undefined) return
    current.socket?.close()
    setState({ kind: 'connecting' })
    current.socket = openTerminalSocket({
      connect: (size) => latestConnect.current(size),
      size: current.screen.size,
      onOpen: () => {
        setState({ kind: 'connected' })
        current.screen.terminal.focus()
      },
      onData: (data) => current.screen.terminal.write(data),
      onClose: (how) => setState({ kind: 'ended', ...how }),
    })
  }, [])

  useEffect(() => {
    const { current: element } = place
    if (element === null) return
    const screen = openScreen({
      element,
      screenReaderMode: readScreenReaderMode(),
      onLeave: () => commands.current?.querySelector('button')?.focus(),
    })
    const { terminal } = screen
    parts.current = { screen }
    terminal.onData((text) => parts.current?.socket?.send(text))
    terminal.onResize(({ cols, rows }) => parts.current?.socket?.resize({ columns: cols, rows }))
    start()
    return () => {
      parts.current?.socket?.close()
      parts.current = undefined
      screen.dispose()
    }
  }, [start])

  const copy = () => {
    const terminal = parts.current?.screen.terminal
    if (terminal?.hasSelection()) void navigator.clipboard.writeText(terminal.getSelection())
    terminal?.focus()
  }
  const paste = async () => {
    const terminal = parts.current?.screen.terminal
    // a browser that does not let pages read says nothing: Ctrl+Shift+V is always there
    const text = await navigator.clipboard.readText().catch(() => '')
    terminal?.paste(text)
    terminal?.focus()
  }
  const isEnded = state.kind === 'ended'
  return (
    <section className={styles.root} aria-label={label}>
      <div className={styles.bar}>
        <div className={styles.state} role="status">
          <span aria-hidden className={mergeClasses(styles.dot, styles[state.kind])} />
          <Text size={200}>{words[state.kind]}</Text>
        </div>
        {children}
        <Switch
          label="Screen reader"
          checked={screenReaderMode}
          onChange={(_, { checked }) => {
            setScreenReaderMode(checked)
            writeScreenReaderMode(checked)
            if (parts.current !== undefined) parts.current.screen.terminal.options.screenReaderMode = checked
          }}
        />
        <fieldset ref={commands} className={styles.commands} aria-label="Terminal commands">
          <Button
            appearance="subtle"
            size="small"
            aria-label="Copy the selection"
            title="Copy the selection (Ctrl+Shift+C)"
            icon={<CopyRegular />}
            onClick={copy}
          />
          <Button
            appearance="subtle"
            size="small"
            aria-label="Paste"
            title="Paste (Ctrl+Shift+V)"
            icon={<ClipboardPasteRegular />}
            onClick={() => void paste()}
          />
          <Button
            appearance="subtle"
            size="small"
            aria-label="Reconnect"
            title="Reconnect"
            icon={<ArrowClockwiseRegular />}
            onClick={start}
          />
          {fullPage === undefined ? null : (
            <Button
              appearance="subtle"
              size="small"
              aria-label="Open in a new tab"
              title="Open in a new tab"
              icon={<OpenRegular />}
              onClick={() => window.open(fullPage, '_blank', 'noopener')}
            />
          )}
          {onDisconnect === undefined ? null : (
            <Button
              appearance="subtle"
              size="small"
              aria-label="Disconnect"
              title="Disconnect"
              icon={<PlugDisconnectedRegular />}
              onClick={onDisconnect}
            />
          )}
        </fieldset>
      </div>
      <div ref={place} className={styles.screen} aria-describedby={hintId} />
      {isEnded ? (
        <div className={styles.ending}>
          {state.error === undefined ? <Text role="alert">{state.message}</Text> : <ErrorPanel error={state.error} />}
          <Button appearance="primary" icon={<ArrowClockwiseRegular />} onClick={start}>
            Reconnect
          </Button>
        </div>
      ) : (
        <Text id={hintId} size={100} className={styles.hint}>
          Tab goes to the shell; Ctrl+. leaves the terminal.
        </Text>
      )}
    </section>
  )
}

/** Fluent writes its tokens before effects run. */
function useColours(parts: { readonly current: { readonly screen: Screen } | undefined }): void {
  const { theme } = usePreferences()
  const prefersDark = usePrefersDark()
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever changes the colours, they are read anew
  useEffect(() => {
    parts.current?.screen.recolour()
  }, [parts, theme, prefersDark])
}
