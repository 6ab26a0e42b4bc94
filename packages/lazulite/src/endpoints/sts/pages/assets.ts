/** Files that the pages refer to. Their addresses change with their content, so browsers may keep them. */
import { createHash } from 'node:crypto'
import script from './send-form.js?raw'
import styles from './sign-in.css?raw'
import stone from './stone.svg?raw'

export interface Asset {
  readonly type: string
  readonly text: string
}

export const assets = {
  'sign-in.css': { type: 'text/css; charset=utf-8', text: styles },
  'stone.svg': { type: 'image/svg+xml', text: stone },
  'send-form.js': { type: 'text/javascript; charset=utf-8', text: script },
} as const satisfies Record<string, Asset>

export type AssetName = keyof typeof assets

/** Below a tenant's segment, so that every host leads it here. */
export const assetFolder = '/common/assets'

const versions = new Map<string, string>()

export function assetAddress(name: AssetName): string {
  const known = versions.get(name)
  const version = known ?? createHash('sha256').update(assets[name].text).digest('base64url').slice(0, 12)
  versions.set(name, version)
  return `${assetFolder}/${name}?v=${version}`
}
