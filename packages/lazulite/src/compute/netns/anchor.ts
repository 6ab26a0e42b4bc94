/**
 * The anchor: the one process that keeps a machine's namespaces alive, user_namespaces(7) and unshare(1).
 *
 * Decision: `unshare` without `--fork`. It executes the shell in its own place, so that the pid we started is the anchor,
 * and there is nothing to look for among its children. What ends it is the end of its standard input: the kernel closes our
 * side of that pipe however we end, `kill -9` included, and the anchor then switches its machine off.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { systemPath } from './executables.js'
import { networkNamespaceOf, startTimeOf } from './processes.js'

/**
 * Arguments: host name; folder of hashed certificates or ''; addresses; `--`; pairs of file and what it is mounted over.
 * The overlay comes before the mounts because it would hide them. nscd answers name lookups for the host: it must not be found.
 * Signals are ignored because a service manager sends them to the server and the anchors alike, and the server shuts down in order.
 */
const script = `
set -e
trap '' HUP INT TERM
name=$1 certificates=$2; shift 2
hostname "$name" 2>/dev/null || echo "$name" 2>/dev/null >/proc/sys/kernel/hostname || :
ip link set lo up
while [ "$1" != -- ]; do ip addr add "$1/32" dev lo; shift; done
shift
if [ -n "$certificates" ]; then
  mount -t overlay overlay -o "lowerdir=$certificates:/etc/ssl/certs" /etc/ssl/certs 2>/dev/null || :
fi
if [ -d /run/nscd ]; then mount -t tmpfs tmpfs /run/nscd 2>/dev/null || :; fi
while [ $# -gt 0 ]; do mount --bind "$1" "$2"; shift 2; done
echo ready
exec >/dev/null 2>&1
set +e
while read -r line; do :; done
for signal in TERM HUP KILL; do
  left=no
  for folder in /proc/[0-9]*; do
    if [ "\${folder#/proc/}" != $$ ] && [ "$folder/ns/net" -ef /proc/$$/ns/net ]; then
      left=yes
      kill -$signal "\${folder#/proc/}"
    fi
  done
  if [ $left = no ]; then break; fi
  if [ $signal != KILL ]; then sleep 0.5; fi
done
`

export interface AnchorOptions {
  readonly computerName: string
  /** IPv4 addresses that the machine answers on, besides 127.0.0.1. */
  readonly addresses: readonly string[]
  /** Private mounts: `source` is seen at `target`. */
  readonly mounts: readonly { readonly source: string; readonly target: string }[]
  /** Laid over `/etc/ssl/certs` where the kernel lets us. */
  readonly certificateFolder?: string
}

export interface Anchor {
  readonly pid: number
  readonly startTime: string
  readonly networkNamespace: string
  /** Resolves when the process has ended, to how it did. */
  readonly ended: Promise<string>
  /** Kills the process and waits for its end. The namespaces go when nothing else is in them. */
  kill(): Promise<void>
}

const setUpMillis = 10_000
const stderrLimit = 2_000

/** @throws Error with what `unshare`, `ip` or `mount` said, when this host does not let us. */
export async function startAnchor(options: AnchorOptions): Promise<Anchor> {
  const child = spawn(
    'unshare',
    [
      ...['-U', '-r', '-m', '-n', '-u', '--', 'sh', '-c', script, 'lazulite-machine'],
      ...[options.computerName, options.certificateFolder ?? ''],
      ...[...options.addresses, '--'],
      ...options.mounts.flatMap(({ source, target }) => [source, target]),
    ],
    {
      cwd: '/',
      env: { PATH: systemPath(), LC_ALL: 'C' },
      detached: true, // its own session: Ctrl-C at the server's terminal is the server's business
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  )
  const ended = new Promise<string>((done) => {
    child.once('exit', (code, signal) => done(signal ?? `exit status ${code}`))
    child.once('error', (error) => done(error.message))
  })
  child.stdin.on('error', () => {}) // it ended: `ended` says so
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  try {
    await isSetUp(child, ended)
    const { pid } = child
    const startTime = pid === undefined ? undefined : startTimeOf(pid)
    const networkNamespace = pid === undefined ? undefined : networkNamespaceOf(pid)
    if (pid === undefined || startTime === undefined || networkNamespace === undefined) {
      throw new Error('the process that holds the namespaces ended at once')
    }
    return { pid, startTime, networkNamespace, ended, kill }
  } catch (error) {
    if (child.pid !== undefined) await kill()
    throw error
  }
}

async function isSetUp(child: ChildProcess, ended: Promise<string>): Promise<void> {
  let complaint = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(0, stderrLimit)
  })
  let timer: NodeJS.Timeout | undefined
  const ready = new Promise<'ready'>((resolve) => child.stdout?.once('data', () => resolve('ready')))
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${setUpMillis} ms`), setUpMillis)
  })
  // stderr may still be in the pipe when the process has ended.
  const over = ended.then(async (how) => {
    if (child.stderr !== null && child.pid !== undefined && !child.stderr.readableEnded) {
      await new Promise((done) => child.stderr?.once('close', done))
    }
    return how
  })
  const outcome = await Promise.race([ready, over, late])
  clearTimeout(timer)
  child.stdout?.destroy()
  child.stderr?.destroy()
  if (outcome !== 'ready') throw new Error(`namespaces could not be set up: ${complaint.trim() || outcome}`)
}
