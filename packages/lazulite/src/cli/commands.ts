/** Every command, in the order that help shows; a command's file is read only when it is used, so that help is quick. */
import type { Configure } from './command-module.js'

export interface CommandEntry {
  readonly name: string
  readonly summary: string
  readonly load: () => Promise<Configure>
}

export const commands: readonly CommandEntry[] = [
  {
    name: 'start',
    summary: 'run the cloud',
    load: async () => (await import('./commands/start.js')).configureStart,
  },
  {
    name: 'status',
    summary: 'show the running server',
    load: async () => (await import('./commands/status.js')).configureStatus,
  },
  {
    name: 'stop',
    summary: 'end the running server gracefully',
    load: async () => (await import('./commands/stop.js')).configureStop,
  },
  {
    name: 'credentials',
    summary: "show the administrator's and the operator's credentials",
    load: async () => (await import('./commands/credentials.js')).configureCredentials,
  },
  {
    name: 'env',
    summary: 'print the variables with which host programs use this cloud',
    load: async () => (await import('./commands/env.js')).configureEnv,
  },
  {
    name: 'exec',
    summary: 'run a command where the public Azure names lead here',
    load: async () => (await import('./commands/exec.js')).configureExec,
  },
  {
    name: 'vm',
    summary: 'make, list, enter and delete virtual machines',
    load: async () => (await import('./commands/vm.js')).configureVm,
  },
  {
    name: 'ssh',
    summary: 'open an SSH session in a virtual machine',
    load: async () => (await import('./commands/ssh.js')).configureSsh,
  },
  {
    name: 'tutorial',
    summary: 'play a managed identity tutorial live',
    load: async () => (await import('./commands/tutorial.js')).configureTutorial,
  },
  {
    name: 'token',
    summary: "show the token that a machine's metadata service gives",
    load: async () => (await import('./commands/token.js')).configureToken,
  },
  {
    name: 'explain',
    summary: 'say whether access is allowed, and exactly why',
    load: async () => (await import('./commands/explain.js')).configureExplain,
  },
  {
    name: 'access',
    summary: 'find out what access somebody needs',
    load: async () => (await import('./commands/access.js')).configureAccess,
  },
  {
    name: 'doctor',
    summary: 'say what this host can do, and how to mend the rest',
    load: async () => (await import('./commands/doctor.js')).configureDoctor,
  },
  {
    name: 'config',
    summary: 'show the effective configuration',
    load: async () => (await import('./commands/config.js')).configureConfig,
  },
  {
    name: 'completion',
    summary: 'print a completion script for bash, zsh or fish',
    load: async () => (await import('./commands/completion.js')).configureCompletion,
  },
  {
    name: 'version',
    summary: 'print versions',
    load: async () => (await import('./commands/version.js')).configureVersion,
  },
]
