/**
 * Can this host run machines as namespaces, and if not, exactly why and what to do about it?
 *
 * The answer is found by doing it: an anchor is started, entered and ended. Only when that fails are the kernel's settings
 * read, to name the one that is in the way: user_namespaces(7), Debian's `kernel.unprivileged_userns_clone`,
 * Ubuntu's `kernel.apparmor_restrict_unprivileged_userns` (23.10 and later), seccomp(2) profiles of container engines.
 */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { startAnchor } from './netns/anchor.js'
import { findExecutable } from './netns/executables.js'
import { cloudAddress, metadataAddress } from './netns/guest-files.js'

export type ComputeSupport =
  | { readonly driver: 'netns' }
  | {
      readonly driver: 'metadata-only'
      readonly obstacle: Obstacle
      /** One sentence without full stop: what is in the way. */
      readonly reason: string
      /** One sentence without full stop: what to do about it. */
      readonly remedy: string
    }

export type Obstacle =
  | 'notLinux'
  | 'missingPrograms'
  | 'userNamespacesDisabled'
  | 'noUserNamespacesLeft'
  | 'restrictedByAppArmor'
  | 'refusedBySeccomp'
  | 'refused'

/** What the explanation of a failure needs to know; text of the settings as the kernel shows it. */
export interface HostFacts {
  readonly platform: string
  readonly userId: number
  readonly missingPrograms: readonly string[]
  /** `/proc/sys/user/max_user_namespaces` */
  readonly maxUserNamespaces: string | undefined
  /** `/proc/sys/kernel/unprivileged_userns_clone` */
  readonly unprivilegedClone: string | undefined
  /** `/proc/sys/kernel/apparmor_restrict_unprivileged_userns` */
  readonly appArmorRestriction: string | undefined
  /** `Seccomp:` of `/proc/self/status`: 0 none, 1 strict, 2 filter. */
  readonly seccompMode: string | undefined
}

/** Tries (some 40 ms) and explains. Never throws. */
export async function detectCompute(): Promise<ComputeSupport> {
  const facts = readHostFacts()
  if (facts.platform !== 'linux' || facts.missingPrograms.length > 0) return explainRefusal(facts, '')
  try {
    await tryNamespaces()
    return { driver: 'netns' }
  } catch (error) {
    return explainRefusal(facts, error instanceof Error ? error.message : String(error))
  }
}

async function tryNamespaces(): Promise<void> {
  const anchor = await startAnchor({
    computerName: 'probe',
    addresses: [metadataAddress, cloudAddress],
    mounts: [{ source: '/etc/hosts', target: '/etc/hosts' }],
  })
  try {
    const join = ['-t', String(anchor.pid), '-U', '-n', '-m', '-u', '--preserve-credentials', '--', 'true']
    await promisify(execFile)(findExecutable('nsenter') ?? 'nsenter', join, { timeout: 5_000 })
  } finally {
    await anchor.kill()
  }
}

/** `said`: what the attempt answered. The first obstacle that can be the cause is named. */
export function explainRefusal(facts: HostFacts, said: string): ComputeSupport & { driver: 'metadata-only' } {
  const because = (obstacle: Obstacle, reason: string, remedy: string) =>
    ({ driver: 'metadata-only', obstacle, reason, remedy }) as const
  if (facts.platform !== 'linux') {
    return because(
      'notLinux',
      `machines are Linux namespaces, and this is ${facts.platform}`,
      'run Lazulite on Linux (a virtual machine or WSL 2 will do), or point programs at a machine with `lazulite env -g GROUP -n VM`',
    )
  }
  if (facts.missingPrograms.length > 0) {
    return because(
      'missingPrograms',
      `not installed: ${facts.missingPrograms.join(', ')}`,
      'install the packages util-linux (unshare, nsenter, mount) and iproute2 (ip; called iproute on Fedora)',
    )
  }
  if (facts.maxUserNamespaces === '0') {
    return because(
      'userNamespacesDisabled',
      'the kernel setting user.max_user_namespaces is 0',
      'as root: sysctl -w user.max_user_namespaces=15000 (and the same line in a file under /etc/sysctl.d to keep it)',
    )
  }
  if (facts.unprivilegedClone === '0' && facts.userId !== 0) {
    return because(
      'userNamespacesDisabled',
      'the kernel setting kernel.unprivileged_userns_clone is 0',
      'as root: sysctl -w kernel.unprivileged_userns_clone=1 (and the same line in a file under /etc/sysctl.d to keep it)',
    )
  }
  if (/no space left/i.test(said)) {
    return because(
      'noUserNamespacesLeft',
      `all ${facts.maxUserNamespaces ?? ''} user namespaces that the kernel allows are in use`.replace('  ', ' '),
      'end some containers or machines, or raise user.max_user_namespaces as root',
    )
  }
  if (facts.appArmorRestriction === '1' && facts.userId !== 0) {
    return because(
      'restrictedByAppArmor',
      'AppArmor restricts user namespaces (kernel.apparmor_restrict_unprivileged_userns is 1)',
      'as root: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0 (and the same line in a file under /etc/sysctl.d to keep it)',
    )
  }
  if (facts.seccompMode === '2') {
    return because(
      'refusedBySeccomp',
      `a container's seccomp profile refuses namespaces (${said})`,
      'start the container with --security-opt seccomp=unconfined --security-opt apparmor=unconfined, or with --privileged',
    )
  }
  return because(
    'refused',
    `the kernel refused (${said})`,
    'allow this user to make user, mount and network namespaces, and ask again with `lazulite doctor`',
  )
}

function readHostFacts(): HostFacts {
  return {
    platform: process.platform,
    userId: process.getuid?.() ?? -1,
    missingPrograms: ['unshare', 'nsenter', 'ip', 'mount', 'sh'].filter((name) => findExecutable(name) === undefined),
    maxUserNamespaces: readText('/proc/sys/user/max_user_namespaces')?.trim(),
    unprivilegedClone: readText('/proc/sys/kernel/unprivileged_userns_clone')?.trim(),
    appArmorRestriction: readText('/proc/sys/kernel/apparmor_restrict_unprivileged_userns')?.trim(),
    seccompMode: /^Seccomp:\s*(\d)/m.exec(readText('/proc/self/status') ?? '')?.[1],
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
