/** Every built-in function, by name in lower case. A new group is added here. */
import type { TemplateFunction } from '../expression/evaluation-scope.js'
import { arrayFunctions } from './array-functions.js'
import { cidrFunctions } from './cidr-functions.js'
import { dateFunctions } from './date-functions.js'
import { deploymentFunctions } from './deployment-functions.js'
import { lambdaFunctions } from './lambda-functions.js'
import { logicalFunctions } from './logical-functions.js'
import { numericFunctions } from './numeric-functions.js'
import { objectFunctions } from './object-functions.js'
import { resourceIdFunctions } from './resource-id-functions.js'
import { runtimeFunctions } from './runtime-functions.js'
import { stringFunctions } from './string-functions.js'

export const builtInFunctions: ReadonlyMap<string, TemplateFunction> = new Map(
  [
    ...arrayFunctions,
    ...cidrFunctions,
    ...dateFunctions,
    ...deploymentFunctions,
    ...lambdaFunctions,
    ...logicalFunctions,
    ...numericFunctions,
    ...objectFunctions,
    ...resourceIdFunctions,
    ...runtimeFunctions,
    ...stringFunctions,
  ].map((found) => [found.name.toLowerCase(), found]),
)
