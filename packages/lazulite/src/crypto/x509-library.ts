/**
 * The X.509 library, loaded only when a certificate has to be made.
 *
 * Decision: importing it costs about 100 ms, a start with an existing data folder issues nothing, and reading
 * certificates needs only `node:crypto`. Version 2 throws unless `reflect-metadata` was loaded first.
 */

export type X509Library = typeof import('@peculiar/x509')

let loading: Promise<X509Library> | undefined

export function loadX509(): Promise<X509Library> {
  loading ??= import('reflect-metadata').then(() => import('@peculiar/x509'))
  return loading
}
