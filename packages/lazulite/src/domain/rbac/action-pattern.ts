// Wildcards in the action strings of roles, such as `Microsoft.Compute/*` or `userAssignedIdentities/*/assign/action`.
//
// Sources: Azure RBAC, role definitions: `*` extends to everything that matches, deeper types included; case does not
// matter. Inferred: a wildcard between slashes also stands for nothing at all, so that Managed Identity Operator's
// `userAssignedIdentities/*/assign/action` grants the operation that exists, `userAssignedIdentities/assign/action`.
// No regular expressions: the work is bounded by the lengths of pattern and action, whatever a custom role contains.

/** Does the pattern match this action? The action must be in lower case. */
export type ActionPattern = (lowerCaseAction: string) => boolean

/** Enough for every built-in role's strings; custom roles come and go, so the cache starts anew instead of growing. */
const cacheLimit = 16_384
const cache = new Map<string, ActionPattern>()

/** Either in any case. */
export const matchesAction = (pattern: string, action: string): boolean => actionPattern(pattern)(action.toLowerCase())

export function actionPattern(pattern: string): ActionPattern {
  const known = cache.get(pattern)
  if (known !== undefined) return known
  if (cache.size >= cacheLimit) cache.clear()
  const compiled = compile(pattern.toLowerCase())
  cache.set(pattern, compiled)
  return compiled
}

function compile(pattern: string): ActionPattern {
  const star = pattern.indexOf('*')
  if (star === -1) return (action) => action === pattern
  if (pattern === '*') return () => true
  if (star !== pattern.lastIndexOf('*')) return compileMany(pattern)
  const head = pattern.slice(0, star)
  const tail = pattern.slice(star + 1)
  const overlap = head.endsWith('/') && tail.startsWith('/') ? 1 : 0
  const shortest = head.length + tail.length - overlap
  return (action) => action.length >= shortest && action.startsWith(head) && action.endsWith(tail)
}

/** One step of a pattern: a character, any run of characters, or any run that ends in a slash (or nothing). */
type Step = { readonly kind: 'character'; readonly character: string } | { readonly kind: 'run' | 'slashedRun' }

/** Azure allows one wildcard in a string; several are matched all the same, in pattern length × action length steps. */
function compileMany(pattern: string): ActionPattern {
  const steps = stepsOf(pattern)
  return (action) => {
    // reachable[i]: the steps so far can consume exactly the first i characters.
    let reachable = new Uint8Array(action.length + 1)
    reachable[0] = 1
    for (const step of steps) reachable = advance(reachable, step, action)
    return reachable[action.length] === 1
  }
}

function stepsOf(pattern: string): readonly Step[] {
  const steps: Step[] = []
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern.charAt(index)
    if (character !== '*') {
      steps.push({ kind: 'character', character })
    } else if (pattern[index - 1] === '/' && pattern[index + 1] === '/') {
      steps.push({ kind: 'slashedRun' })
      index++ // the slash behind it belongs to the run
    } else {
      steps.push({ kind: 'run' })
    }
  }
  return steps
}

function advance(reachable: Uint8Array<ArrayBuffer>, step: Step, action: string): Uint8Array<ArrayBuffer> {
  const next = new Uint8Array(reachable.length)
  let seen = false
  for (let end = 0; end < reachable.length; end++) {
    const isHere = reachable[end] === 1
    if (step.kind === 'character') {
      if (end > 0 && reachable[end - 1] === 1 && action[end - 1] === step.character) next[end] = 1
    } else if (step.kind === 'run') {
      seen ||= isHere
      if (seen) next[end] = 1
    } else {
      if (isHere || (seen && action[end - 1] === '/')) next[end] = 1
      seen ||= isHere
    }
  }
  return next
}
