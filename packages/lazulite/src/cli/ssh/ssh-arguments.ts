/**
 * How the host's own `ssh` is told where a machine is and whom to trust there: ssh(1), ssh_config(5).
 *
 * The host keys come from the machine's folder, so nobody is asked whether to trust them, and a wrong one is refused.
 */
export interface SshTarget {
  readonly user: string
  readonly port: number
  readonly knownHostsFile: string
  /** Absent: ssh tries what it finds. */
  readonly privateKeyFile?: string
}

/** @param given the user's own arguments: options, and a command with its arguments */
export const sshArguments = (target: SshTarget, given: readonly string[]): string[] => [
  ...['-p', String(target.port)],
  // an agent may hold more keys than a server hears before it hangs up
  ...(target.privateKeyFile === undefined ? [] : ['-i', target.privateKeyFile, '-o', 'IdentitiesOnly=yes']),
  ...['-o', `UserKnownHostsFile=${fileOption(target.knownHostsFile)}`],
  ...['-o', 'GlobalKnownHostsFile=/dev/null', '-o', 'StrictHostKeyChecking=yes', '-o', 'UpdateHostKeys=no'],
  `${target.user}@localhost`,
  ...given,
]

/** What to type instead, for people who know where their key is. */
export const plainCommand = ({ user, port }: Pick<SshTarget, 'user' | 'port'>): string =>
  `ssh -p ${port} ${user}@localhost`

/** Blanks part file names from each other, and `%` begins a token. */
const fileOption = (file: string): string => `"${file.replaceAll('%', '%%')}"`
