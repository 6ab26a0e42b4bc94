/**
 * Tells a process from a later one with the same number: pid plus when it started.
 *
 * Source: proc(5), `/proc/<pid>/stat` field 22 (ticks since boot) with the boot id; `ps -o lstart=` elsewhere (POSIX hosts).
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** An opaque mark of this process's life; undefined when no such process runs. */
export function processStart(pid: number, platform: NodeJS.Platform = process.platform): string | undefined {
  try {
    if (platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      // the command's name is in parentheses and may hold anything; the fields after it are plain
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      const [state, ticks] = [fields[0], fields[19]]
      if (state === 'Z' || state === 'X' || ticks === undefined) return undefined
      return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${ticks}`
    }
    if (platform === 'win32') {
      process.kill(pid, 0)
      return 'running'
    }
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      env: { LC_ALL: 'C', PATH: '/bin:/usr/bin' },
    })
    return started.toString().trim() || undefined
  } catch {
    return undefined
  }
}
