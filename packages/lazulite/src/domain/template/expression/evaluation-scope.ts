/**
 * What an expression can see from where it stands: parameters, variables, loops, the deployment, the running resources.
 * The planner makes one per place of a template; functions read it.
 */
import type { Json, JsonObject } from '../../json.js'
import type { EpochMillis } from '../../time.js'
import type { DeploymentScope } from '../deployment-plan.js'
import type { CallBudget } from './evaluation-limits.js'
import type { Expression } from './expression.js'
import type { RuntimeRequest } from './expression-error.js'

/**
 * Where the expression stands. `head`: what must be known before anything runs (names, types, conditions, counts, scopes);
 * `body`: properties of a resource and outputs, where `reference()` and `list*()` are at home.
 */
export type Place = 'parameterDefault' | 'variable' | 'userFunction' | 'head' | 'body'

export interface Loop {
  /** Output loops have no name. */
  readonly name: string | undefined
  /** `undefined`: a loop further in, not yet expanded. */
  readonly index: number | undefined
  /** Loops of resources and outputs are meant by a `copyIndex()` without a name; loops of properties are not. */
  readonly isDefault: boolean
}

export interface UserFunction {
  readonly name: string
  readonly parameters: readonly { readonly name: string; readonly type: string }[]
  readonly body: Json
}

/** What the deployment's own functions answer; `undefined` where the deployment's scope has no such thing. */
export interface DeploymentFacts {
  readonly scope: DeploymentScope
  readonly deployment: () => JsonObject
  readonly resourceGroup: JsonObject | undefined
  readonly subscription: JsonObject | undefined
  readonly managementGroup: JsonObject | undefined
  readonly tenant: JsonObject
  readonly environment: JsonObject
  readonly deployer: JsonObject
  readonly now: EpochMillis
  readonly newGuid: () => string
  readonly providers: (namespace: string, type: string | undefined) => Json | undefined
}

/** A resource that `reference()` or `list*()` may mean. */
export interface ReferenceTarget {
  readonly id: string
  readonly apiVersion: string
}

export interface RuntimeView {
  /** The template's resource of this name, symbolic name or id. @throws ExpressionError for an ambiguous name */
  find(nameOrId: string): ReferenceTarget | undefined
  /** Members of a symbolic loop that are deployed, by index. */
  findLoop(symbolicName: string): readonly ReferenceTarget[] | undefined
  /** @throws NotYetKnown while the running deployment has not answered */
  ask(request: RuntimeRequest): Json
}

export interface EvaluationScope {
  readonly place: Place
  readonly facts: DeploymentFacts
  /** @throws ExpressionError when there is none of this name */
  parameter(name: string): Json
  /** @throws ExpressionError when there is none of this name */
  variable(name: string): Json
  userFunction(namespace: string, name: string): UserFunction | undefined
  /** User functions on the way to this expression. */
  readonly callers: readonly UserFunction[]
  /** Calls that are left. */
  readonly budget: CallBudget
  /** Innermost last. */
  readonly loops: readonly Loop[]
  readonly lambdaVariables: ReadonlyMap<string, Json>
  /** Lambda variables that a partial evaluation walks past without knowing them. */
  readonly unboundLambdaVariables?: ReadonlySet<string>
  readonly runtime: RuntimeView | undefined
}

/** A function of the language. `run` asks for its arguments one by one, so that what is not asked for is not evaluated. */
export interface TemplateFunction {
  readonly name: string
  readonly minimum: number
  readonly maximum: number
  /** Answers only while a deployment runs (`reference`, `list*`). */
  readonly isRuntime?: boolean
  run(args: Arguments): Json
}

/** The arguments of one call; each is evaluated when first asked for. Positions count from 0. */
export interface Arguments {
  /** The function's name as the template writes it. */
  readonly functionName: string
  readonly count: number
  readonly scope: EvaluationScope
  readonly expressions: readonly Expression[]
  /** @throws ExpressionError, NotYetKnown */
  at(position: number): Json
  all(): readonly Json[]
  text(position: number): string
  integer(position: number): number
  truth(position: number): boolean
  array(position: number): readonly Json[]
  object(position: number): JsonObject
  /** `lambda('x', …)` as a function; it takes as many of the given values as it names variables. */
  lambda(position: number): (...values: Json[]) => Json
}
