/**
 * The names this cloud may speak for; the certificate authority is constrained to them and the server's certificate
 * carries them.
 *
 * Source: the public Azure host names of Resource Manager, Entra, Microsoft Graph and the portal, as unmodified
 * clients resolve them, and this machine's own name.
 */

export const serverDnsNames = [
  'localhost',
  'management.azure.com',
  'login.microsoftonline.com',
  'login.microsoft.com',
  'login.windows.net',
  'sts.windows.net',
  'graph.microsoft.com',
  'portal.azure.com',
] as const

/** Loopback addresses in text and, in network byte order, as X.509 writes them. */
export const serverAddresses = [
  { text: '127.0.0.1', bytes: [127, 0, 0, 1] },
  { text: '::1', bytes: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1] },
] as const
