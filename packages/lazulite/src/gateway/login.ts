/**
 * What somebody finds who has signed in: variables, shell, prompt, greeting.
 *
 * Variables: sshd(8) "LOGIN PROCESS" and "ENVIRONMENT"; those that a client may send are Debian's `AcceptEnv LANG LC_*`
 * (and `TZ`). The prompt is Ubuntu's, `azureuser@web-1:~$`; it names the user who signed in, because inside the
 * namespaces programs run as their superuser.
 */
import type { MachineProgram } from '../ports/machine-programs.js'

export interface Login {
  readonly user: string
  readonly vmId: string
  readonly machineName: string
  readonly computerName: string
  readonly isWindows: boolean
  /** Whether the session is inside namespaces, or only on the host with the machine's variables. */
  readonly isInside: boolean
  /** The user's folder in this machine, absolute. */
  readonly home: string
  /** `address port` of client and server, as in `SSH_CONNECTION`. */
  readonly client: string
  readonly server: string
}

const mostVariables = 32
const mostCharacters = 4_096

/** Is this a variable that a client may set, given how many it has set? */
export const acceptsVariable = (name: string, value: string, count: number): boolean =>
  /^(LANG|LC_[A-Z]+|TZ)$/.test(name) && value.length <= mostCharacters && !value.includes('\0') && count < mostVariables

export const loginEnvironment = (login: Login, sent: ReadonlyMap<string, string>): Record<string, string> => ({
  LANG: 'C.UTF-8',
  ...Object.fromEntries(sent),
  HOME: login.home,
  USER: login.user,
  LOGNAME: login.user,
  SSH_CONNECTION: `${login.client} ${login.server}`,
  SSH_CLIENT: `${login.client} ${login.server.split(' ').at(-1)}`,
})

/** Runs `sh` to choose: which shells there are is known only inside. `$1` is the command, if any. */
const choose = (steps: readonly string[]): string => steps.join('\n')

const unix = choose([
  'SHELL=$(command -v bash || command -v sh) && export SHELL',
  'if [ $# -gt 0 ]; then exec "$SHELL" -c "$1"; fi',
  'exec "$SHELL" -l',
])

/** Somebody who signs in to a Windows machine expects PowerShell; copying files asks for `scp` itself. */
const windows = choose([
  'if [ $# -gt 0 ]; then',
  '  case $1 in "scp "*) exec sh -c "$1" ;; esac',
  '  command -v pwsh >/dev/null && exec pwsh -NoLogo -NonInteractive -Command "$1"',
  'else',
  '  command -v pwsh >/dev/null && exec pwsh -NoLogo',
  '  echo "PowerShell (pwsh) is not installed on this host: this is a Unix shell." >&2',
  'fi',
  unix,
])

/** @param command as the client sent it; absent for an interactive shell */
export const shellArguments = ({ isWindows }: Login, command?: string): MachineProgram['argv'] => [
  ...['sh', '-c', isWindows ? windows : unix, 'lazulite'],
  ...(command === undefined ? [] : [command]),
]

/** What to start for somebody who has signed in, by SSH or in a browser. */
export const shellProgram = (
  login: Login,
  asked: Pick<MachineProgram, 'terminal'> & {
    readonly variables: ReadonlyMap<string, string>
    readonly command?: string
  },
): MachineProgram => ({
  vmId: login.vmId,
  argv: shellArguments(login, asked.command),
  cwd: login.home,
  environment: loginEnvironment(login, asked.variables),
  ...(asked.terminal === undefined ? {} : { terminal: asked.terminal }),
})

/** One or two lines before the first prompt, each with its end. */
export function greeting({ machineName, isInside }: Login): string {
  const where = isInside
    ? 'a machine of Lazulite: its network is its own, its files are those of this computer'
    : 'a machine of Lazulite without namespaces: programs run on this computer, with the variables of the machine'
  return `${machineName}, ${where}.\r\n`
}

/** What a new home folder holds, by file name. Names are quoted: they come from a request's body. */
export function homeFiles({ user, computerName }: Pick<Login, 'user' | 'computerName'>): Record<string, string> {
  const prompt = (folder: string) => quoted(`${promptSafe(user)}@${promptSafe(computerName)}:${folder}$ `)
  return {
    '.profile': [
      'if [ -n "$BASH_VERSION" ]; then',
      '  if [ -f "$HOME/.bashrc" ]; then . "$HOME/.bashrc"; fi',
      'else',
      `  PS1=${prompt('$PWD')}`,
      'fi',
      '',
    ].join('\n'),
    '.bashrc': ['case $- in *i*) ;; *) return ;; esac', `PS1=${prompt('\\w')}`, ''].join('\n'),
  }
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** Shells expand a prompt when they print it: only characters that mean nothing to them stay. */
const promptSafe = (text: string): string => text.replace(/[^\p{L}\p{N}@._+ -]/gu, '-')
