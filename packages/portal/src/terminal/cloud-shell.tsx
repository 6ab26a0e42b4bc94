/**
 * Cloud Shell, by Azure's own protocol: a console of the user from Resource Manager (`Microsoft.Portal`), then a terminal at
 * the console's address, then its websocket.
 */

import { readServiceError } from '../api/service-error.js'
import { useCloudClient, useSignedIn } from '../session/session-context.js'
import type { TerminalSize } from './terminal-socket.js'
import { TerminalView } from './terminal-view.js'

export interface CloudShellProps {
  readonly fullPage?: string
  readonly onClose?: () => void
}

interface Console {
  readonly properties: { readonly uri: string }
}

export function CloudShell({ fullPage, onClose }: CloudShellProps) {
  const client = useCloudClient()
  const { session } = useSignedIn()
  const connect = async ({ columns, rows }: TerminalSize): Promise<string> => {
    const { properties } = await client.arm<Console>('/providers/Microsoft.Portal/consoles/default', {
      method: 'PUT',
      apiVersion: '2023-02-01-preview',
      body: { properties: { osType: 'linux' } },
    })
    const query = new URLSearchParams({ cols: `${columns}`, rows: `${rows}`, version: '2019-01-01', shell: 'bash' })
    const url = `${properties.uri}/terminals?${query}`
    const answer = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${await session.accessToken('arm')}`, accept: 'application/json' },
      ...{ cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' },
    })
    const body: unknown = await answer.json().catch(() => undefined)
    const request = { method: 'POST', url: new URL(url).pathname }
    if (!answer.ok) throw readServiceError(body, { status: answer.status, request })
    return (body as { readonly socketUri: string }).socketUri // as the service's contract tests say
  }
  return (
    <TerminalView
      label="Cloud Shell"
      connect={connect}
      {...(fullPage === undefined ? {} : { fullPage })}
      {...(onClose === undefined ? {} : { onDisconnect: onClose })}
    />
  )
}
