/** What operations are called. Decision: it is made from their names; Azure's own sentences are not ours to carry. */

/** `Start Virtual Machines`, `Get Virtual Machines`, `Create or Update Virtual Machines`. @param name  its namespace may be missing */
export function calledOperation(name: string): string {
  const segments = name.split('/')
  const verb = (segments.at(-1) ?? '').toLowerCase()
  if (verb === 'action') return [spaced(segments.at(-2) ?? ''), spaced(segments.at(-3) ?? '')].join(' ').trim()
  const verbs: Readonly<Record<string, string>> = { read: 'Get', write: 'Create or Update', delete: 'Delete' }
  return `${verbs[verb] ?? verb} ${spaced(segments.at(-2) ?? '')}`
}

/** `virtualMachineScaleSets` as words, each with a capital. */
export const spaced = (name: string): string =>
  name.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/^./, (first) => first.toUpperCase())
