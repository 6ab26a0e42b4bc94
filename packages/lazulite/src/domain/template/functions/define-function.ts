/** How the built-in functions are written down: name, number of arguments, what it does. */
import type { Json } from '../../json.js'
import type { Arguments, TemplateFunction } from '../expression/evaluation-scope.js'

/** No upper bound on arguments. */
export const unbounded = Number.POSITIVE_INFINITY

export const define = (
  name: string,
  minimum: number,
  maximum: number,
  run: (args: Arguments) => Json,
): TemplateFunction => ({ name, minimum, maximum, run })
