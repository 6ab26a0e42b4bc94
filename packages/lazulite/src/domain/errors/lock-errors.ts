/** Management locks. Sources: recorded with Az PowerShell 2016 (not found); Azure/azure-cli#8452, microsoft/AzureTRE#4664 (locked). */
import type { ArmErrorEntry } from './catalogue.js'

export const lockErrors = {
  ScopeLocked: {
    status: 409,
    text: "The scope '{scope}' cannot perform {operation} operation because following scope(s) are locked: '{scopes}'. Please remove the lock and try again.",
  },
  LockNotFound: { status: 404, text: "The lock '{name}' could not be found." },
} as const satisfies Record<string, ArmErrorEntry>
