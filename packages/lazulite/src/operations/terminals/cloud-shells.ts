/**
 * Cloud Shells: one console for each user who asks, with some terminals in it, and the tokens of that user inside.
 *
 * Source: the protocol of Microsoft.Portal consoles, as Windows Terminal's and the Azure Account extension's connections
 * speak it; "Azure Cloud Shell": a session ends after 20 minutes without interactive activity. Decision: who may sign in may
 * have a Cloud Shell, because it can do nothing that the user could not do with any other client; eight terminals each.
 */
import { ArmError } from '../../domain/errors/arm-error.js'
import type { EpochSeconds, Seconds } from '../../domain/time.js'
import type { Caller } from '../../domain/token/caller.js'
import type { TerminalSize } from '../../ports/machine-programs.js'
import type { Ports } from '../../ports/ports.js'
import type { CloudShellHosts, CloudShells as CloudShellsPort } from '../../ports/terminals.js'
import { whyNotCurrent } from './current-caller.js'
import { issueShellToken, type ShellToken, type ShellTokenPorts } from './issue-shell-token.js'
import type { TerminalAdmission, TerminalSession } from './terminal-sessions.js'

export const idleTimeout: Seconds = 20 * 60
const mostTerminals = 8

interface Console {
  readonly id: string
  readonly caller: Caller
  /** Sign-ins that are revoked after this end it. */
  readonly openedAt: EpochSeconds
  /** By id; those that nobody has connected to yet have no session. */
  readonly terminals: Map<string, { session?: TerminalSession; size: TerminalSize }>
}

export type CloudShellPorts = Pick<Ports, 'store' | 'clock' | 'ids'> & {
  readonly hosts: CloudShellHosts
  readonly tokens: ShellTokenPorts
}

export interface TerminalRequest {
  readonly size: TerminalSize
  /** `bash`, `pwsh` */
  readonly shell: string
}

export class CloudShells implements CloudShellsPort {
  readonly #ports: CloudShellPorts
  /** By the user's object id. */
  readonly #consoles = new Map<string, Console>()

  constructor(ports: CloudShellPorts) {
    this.#ports = ports
  }

  async open(caller: Caller): Promise<string> {
    const { hosts, ids, clock, store } = this.#ports
    if (hosts.unavailable !== undefined) throw new ArmError('NotImplemented', { what: hosts.unavailable })
    if (caller.kind !== 'user') {
      throw new ArmError('OperationNotAllowed', { detail: 'Cloud Shell is for users: applications cannot have one.' })
    }
    const openedAt = caller.issuedAt ?? clock.now()
    const gone = await whyNotCurrent(store.read, caller, openedAt)
    if (gone !== undefined) throw new ArmError('OperationNotAllowed', { detail: gone })
    const known = this.#consoles.get(caller.principalId)
    // the newest token counts: revoked sign-ins end what came before them only
    const console: Console = known ?? { id: ids.guid('console'), caller, openedAt, terminals: new Map() }
    this.#consoles.set(caller.principalId, { ...console, openedAt: Math.max(console.openedAt, openedAt) })
    return console.id
  }

  find({ principalId }: Caller): string | undefined {
    return this.#consoles.get(principalId)?.id
  }

  async end({ principalId }: Pick<Caller, 'principalId'>): Promise<void> {
    const console = this.#consoles.get(principalId)
    if (console === undefined) return
    this.#consoles.delete(principalId)
    const sessions = [...console.terminals.values()].flatMap(({ session }) => (session === undefined ? [] : [session]))
    await Promise.all(sessions.map((session) => session.end('withdrawn', 'The Cloud Shell has been ended.')))
    await this.#ports.hosts.end(principalId)
  }

  /** A further terminal. @throws ArmError `NotFound` when the console is not the caller's, `Conflict` when it has too many */
  admit(consoleId: string, caller: Caller, { size, shell }: TerminalRequest) {
    const console = this.#own(consoleId, caller)
    if (console.terminals.size >= mostTerminals) {
      throw new ArmError('Conflict', { detail: `A Cloud Shell has at most ${mostTerminals} terminals.` })
    }
    const { principalId, tenantId, clientName } = caller
    const { clock, ids, hosts, store } = this.#ports
    const terminalId = ids.guid('terminal')
    const { terminals } = console
    terminals.set(terminalId, { size })
    // nobody came: it makes room
    clock.after(2 * 60, () => {
      if (terminals.get(terminalId)?.session === undefined) terminals.delete(terminalId)
    })
    const admission: TerminalAdmission = {
      ...{ principalId, kind: 'cloudShell', size, idleTimeout },
      subject: '/providers/Microsoft.Portal/consoles/default',
      open: (request) =>
        hosts.openShell({ principalId, tenantId, userPrincipalName: clientName }, { ...request, shell }),
      refusal: async () => {
        const now = this.#consoles.get(principalId)
        if (now?.terminals !== terminals) return 'The Cloud Shell has been ended.'
        return whyNotCurrent(store.read, caller, now.openedAt)
      },
      opened: (session) => void terminals.set(terminalId, { size, session }),
      closed: () => {
        terminals.delete(terminalId)
        // the last one out switches the machine off; the console is there for the next
        if (terminals.size === 0) void hosts.end(principalId).catch(() => undefined)
      },
    }
    return { terminalId, admission }
  }

  /** @throws ArmError `NotFound` */
  resize(consoleId: string, caller: Caller, { terminalId, size }: { terminalId: string; size: TerminalSize }): void {
    const terminal = this.#own(consoleId, caller).terminals.get(terminalId)
    if (terminal === undefined) throw new ArmError('NotFound', { detail: 'The terminal was not found.' })
    terminal.size = size
    terminal.session?.resize(size)
  }

  /** @throws ArmError `NotFound` */
  requireOwn(consoleId: string, caller: Caller): void {
    this.#own(consoleId, caller)
  }

  /** For programs inside the user's machine. @throws OAuthError when the user may have none (any more) */
  async token(
    machineId: string,
    asked: { readonly resource: string; readonly correlationId: string },
  ): Promise<ShellToken> {
    const { hosts, tokens } = this.#ports
    const principalId = hosts.ownerOf(machineId)
    const console = principalId === undefined ? undefined : this.#consoles.get(principalId)
    return issueShellToken(tokens, { ...asked, owner: console?.caller, since: console?.openedAt ?? 0 })
  }

  async close(): Promise<void> {
    await Promise.all([...this.#consoles.keys()].map((principalId) => this.end({ principalId })))
  }

  #own(consoleId: string, { principalId }: Caller): Console {
    const console = this.#consoles.get(principalId)
    if (console?.id === consoleId) return console
    throw new ArmError('NotFound', { detail: 'The Cloud Shell was not found. Ask for one first.' })
  }
}
