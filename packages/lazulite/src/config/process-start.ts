/**
 * Tells a process from a later one with the same number: pid plus when it started.
 *
 * Source: ticks since boot (see `process-stat.ts`) with the boot id, proc(5); `ps -o lstart=` elsewhere (POSIX hosts).
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { startTicksIn } from '../domain/process-stat.js'

/** An opaque mark of this process's life; undefined when no such process runs. */
export function processStart(pid: number, platform: NodeJS.Platform = process.platform): string | undefined {
  try {
    if (platform === 'linux') {
      const ticks = startTicksIn(readFileSync(`/proc/${pid}/stat`, 'latin1'))
      if (ticks === undefined) return undefined
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
