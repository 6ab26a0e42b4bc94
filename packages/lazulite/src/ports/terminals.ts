/** Shells with a terminal that somebody has in a browser: what they are made of, and how they are let in. */
import type { Caller } from '../domain/token/caller.js'
import type { RunningProgram, TerminalSize } from './machine-programs.js'

export interface TerminalKind extends TerminalSize {
  /** As `TERM` says it, `xterm-256color`. */
  readonly kind: string
}

/** A shell that has started, and what is shown before its first prompt. */
export interface OpenShell {
  readonly program: RunningProgram
  readonly greeting: string
}

export interface ShellRequest {
  readonly terminal: TerminalKind
  /** `address port` of who asks, as in `SSH_CONNECTION`. */
  readonly client: string
}

/** Login shells of virtual machines, as an SSH session of their administrator gets them. */
export interface MachineShells {
  /** It is hung up when the machine ends. @throws Error when the machine does not run */
  openShell(vmId: string, request: ShellRequest): Promise<OpenShell>
}

/** Whose Cloud Shell it is. */
export interface ShellOwner {
  readonly principalId: string
  readonly tenantId: string
  readonly userPrincipalName: string
}

/** Where Cloud Shells run: a machine for each user, whose loopback has the token service of that user and of nobody else. */
export interface CloudShellHosts {
  /** Why there can be none on this computer. */
  readonly unavailable?: string
  /** Starts the user's machine unless it runs, and a shell in it. */
  openShell(owner: ShellOwner, request: ShellRequest & { readonly shell: string }): Promise<OpenShell>
  /** Ends the user's machine with everything in it. */
  end(principalId: string): Promise<void>
  /** Whose machine it is. */
  ownerOf(machineId: string): string | undefined
}

/** What resource providers ask for. */
export interface Terminals {
  /** A path, below the origin that was asked, at which one websocket may be opened soon. */
  admitToMachine(caller: Caller, machine: { readonly vmId: string; readonly resourceId: string }): string
  readonly cloudShells: CloudShells
}

export interface CloudShells {
  /** @returns the id of the caller's own; the same one until it is ended. @throws ArmError */
  open(caller: Caller): Promise<string>
  find(caller: Caller): string | undefined
  end(caller: Caller): Promise<void>
}
