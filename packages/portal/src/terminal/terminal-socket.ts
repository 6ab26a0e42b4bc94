/**
 * The websocket of a terminal: bytes both ways, sizes as control messages (subprotocol `lazulite.terminal.v1`).
 *
 * The address is asked for anew with each connection, because it holds a ticket that is good once.
 */
export interface TerminalSocketParts {
  /** `wss://…`, good once. @throws ServiceError */
  readonly connect: (size: TerminalSize) => Promise<string>
  readonly size: () => TerminalSize
  readonly onOpen: () => void
  readonly onData: (data: Uint8Array) => void
  /** Called once. `error`: the service's, when there was no connection. */
  readonly onClose: (how: { readonly message: string; readonly error?: unknown }) => void
  /** Default: the browser's. */
  readonly makeSocket?: (url: string, protocol: string) => WebSocket
}

export interface TerminalSize {
  readonly columns: number
  readonly rows: number
}

export interface TerminalSocket {
  send(text: string): void
  resize(size: TerminalSize): void
  /** By the page; `onClose` is not called. */
  close(): void
}

const protocol = 'lazulite.terminal.v1'
/** Bytes of one message: below what the service takes. */
const largestPart = 64 * 1024
const encoder = new TextEncoder()

export function openTerminalSocket(parts: TerminalSocketParts): TerminalSocket {
  let socket: WebSocket | undefined
  let isOver = false
  const end = (how: Parameters<TerminalSocketParts['onClose']>[0]): void => {
    if (isOver) return
    isOver = true
    parts.onClose(how)
  }
  const isOpen = (): boolean => socket?.readyState === 1
  const resize = (size: TerminalSize): void => {
    if (isOpen()) socket?.send(JSON.stringify({ resize: size }))
  }
  parts.connect(parts.size()).then(
    (url) => {
      if (isOver) return
      const made = (parts.makeSocket ?? ((address, name) => new WebSocket(address, name)))(url, protocol)
      made.binaryType = 'arraybuffer'
      socket = made
      let wasOpen = false
      made.onopen = () => {
        wasOpen = true
        resize(parts.size())
        parts.onOpen()
      }
      made.onmessage = ({ data }) => {
        if (data instanceof ArrayBuffer) parts.onData(new Uint8Array(data))
      }
      made.onclose = ({ code, reason }) => end({ message: describeClose({ code, reason, wasOpen }) })
    },
    (error: unknown) => end({ message: 'Not connected.', error }),
  )
  return {
    send(text) {
      const bytes = encoder.encode(text)
      for (let start = 0; start < bytes.length && isOpen(); start += largestPart) {
        socket?.send(bytes.subarray(start, start + largestPart))
      }
    },
    resize,
    close() {
      isOver = true
      socket?.close(1000)
    },
  }
}

/** RFC 6455 section 7.4: what a code says where the service gave no reason. */
export function describeClose(close: {
  readonly code: number
  readonly reason: string
  readonly wasOpen: boolean
}): string {
  const { code, reason, wasOpen } = close
  if (reason !== '') return reason
  if (code === 1000) return 'The connection was closed.'
  if (code === 1001) return 'The server is ending.'
  if (code === 1009) return 'More was sent at once than the service takes.'
  return wasOpen ? 'The connection was lost.' : 'The connection could not be opened. Is `lazulite start` still running?'
}
