/** The system programs that the driver starts: unshare and nsenter (util-linux), ip (iproute2), sh, mount. */
import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'

/** Our path and the folders of system programs: `ip` lives in /usr/sbin, which is on few users' path. */
export const systemPath = (): string =>
  [process.env.PATH ?? '/usr/bin:/bin', '/usr/local/sbin', '/usr/sbin', '/sbin'].join(':')

/** The full path of an executable on `path`, or `undefined`. */
export function findExecutable(name: string, path: string = systemPath()): string | undefined {
  return path
    .split(':')
    .filter((folder) => folder.startsWith('/'))
    .map((folder) => join(folder, name))
    .find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
