/**
 * The releases of Azure CLI that are tried, in the one place that names them.
 *
 * `current` is the newest on PyPI. `oldest` is the oldest that still installs and runs on the machine's Python:
 *
 * - on 3.10 and 3.11, 2.44.0. Releases up to 2.20 do not install (jsmin 2.2 needs a setuptools from before 2021), those from
 *   2.30 to 2.43 install, and every command of theirs ends with `ArgumentError: conflicting subparser`, because
 *   argparse of Python 3.11 refuses what they do (tried: 2.0.81, 2.10.1, 2.20, 2.30, 2.37, 2.40, 2.42, 2.43)
 * - from 3.12, 2.74.0, which is known to work on 3.13 (Debian 13's own)
 *
 * `locks/<release>.txt` holds all that comes with it, so that every run installs the same; made with
 * `echo azure-cli==<release> | uv pip compile --universal --python-version 3.11 --no-header --no-annotate -`.
 */

export interface Releases {
  readonly current: string
  readonly oldest: string
}

/** What installs them: pip alone takes minutes. */
export const uvRelease = '0.13.8'

/** @param python its minor version: 11 for Python 3.11 */
export const releasesFor = (python: number): Releases => ({
  current: '2.91.0',
  oldest: python < 12 ? '2.44.0' : '2.74.0',
})
