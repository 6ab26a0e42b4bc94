/** The built files of the portal, each read when it is first asked for and kept, as they are and compressed. */
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

export interface PortalFile {
  readonly contentType: string
  readonly content: Buffer
  /** Absent where compressing gains nothing. */
  readonly compressed?: Buffer
  /** Its name changes with its content. */
  readonly isImmutable: boolean
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

/** Only what is in the folder when it is opened can be asked for: names are looked up, never joined to a path. */
export function openPortalFiles(folder: string): (path: string) => PortalFile | undefined {
  const names = new Set(listFiles(folder).map((name) => `/${name}`))
  const read = new Map<string, PortalFile>()
  return (path) => {
    if (!names.has(path)) return undefined
    let file = read.get(path)
    if (file === undefined) {
      file = readFile(join(folder, path), path)
      read.set(path, file)
    }
    return file
  }
}

function readFile(file: string, path: string): PortalFile {
  const content = readFileSync(file)
  const contentType = contentTypes[extname(path)] ?? 'application/octet-stream'
  const compressed = /^(text|application|image\/svg)/.test(contentType) ? gzipSync(content) : undefined
  return {
    ...{ contentType, content },
    ...(compressed === undefined || compressed.length >= content.length ? {} : { compressed }),
    isImmutable: path.startsWith('/assets/'),
  }
}

function listFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(folder.length + 1)
          .replaceAll('\\', '/'),
      )
  } catch (error) {
    // a server that runs from its sources
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
