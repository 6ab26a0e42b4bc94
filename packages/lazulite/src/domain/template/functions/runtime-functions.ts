/**
 * What only a running deployment knows: `reference()`, `references()` and every `list…()`.
 * A resource of the same template is found by name, symbolic name or id; any other needs an id and an API version.
 */
import type { Json } from '../../json.js'
import { invalidParameter } from '../expression/arguments.js'
import type { Arguments, ReferenceTarget, RuntimeView, TemplateFunction } from '../expression/evaluation-scope.js'
import { ExpressionError, notExpectedHere } from '../expression/expression-error.js'
import { define } from './define-function.js'

/** The template has nothing of this name. Text: azure-docs#112757 (2023). */
export class ReferenceNotFoundError extends ExpressionError {
  constructor(name: string) {
    super(
      `The template reference '${name}' is not valid: could not find template resource or resource copy with this name. Please see https://aka.ms/arm-function-reference for usage details.`,
    )
  }
}

function runtimeOf(args: Arguments): RuntimeView {
  const { runtime } = args.scope
  if (runtime === undefined) throw notExpectedHere(args.functionName)
  return runtime
}

const optionalText = (args: Arguments, position: number): string | undefined =>
  args.count <= position || args.at(position) === null ? undefined : args.text(position)

function targetOf(args: Arguments, runtime: RuntimeView): ReferenceTarget & { readonly isVersionGiven: boolean } {
  const name = args.text(0)
  const given = optionalText(args, 1)
  const found = runtime.find(name)
  const apiVersion = given ?? found?.apiVersion
  const id = found?.id ?? name
  if (!id.startsWith('/') || apiVersion === undefined) throw new ReferenceNotFoundError(name)
  return { id, apiVersion, isVersionGiven: given !== undefined }
}

function isFull(args: Arguments, position: number): boolean {
  const kind = optionalText(args, position)?.toLowerCase() ?? 'properties'
  if (kind === 'full') return true
  if (kind === 'properties') return false
  throw invalidParameter(args.functionName, `The value '${args.text(position)}' must be 'Full' or 'Properties'.`)
}

function reference(args: Arguments): Json {
  const runtime = runtimeOf(args)
  return runtime.ask({ kind: 'reference', ...targetOf(args, runtime), full: isFull(args, 2) })
}

function references(args: Arguments): Json {
  const runtime = runtimeOf(args)
  const full = isFull(args, 1)
  const members = runtime.findLoop(args.text(0))
  if (members === undefined) throw new ReferenceNotFoundError(args.text(0))
  return members.map(({ id, apiVersion }) =>
    runtime.ask({ kind: 'reference', id, apiVersion, isVersionGiven: false, full }),
  )
}

function list(args: Arguments): Json {
  const runtime = runtimeOf(args)
  const body = args.count > 2 ? args.at(2) : undefined
  return runtime.ask({ kind: 'list', functionName: args.functionName, ...targetOf(args, runtime), body })
}

export const runtimeFunctions: readonly TemplateFunction[] = [
  { ...define('reference', 1, 3, reference), isRuntime: true },
  { ...define('references', 1, 2, references), isRuntime: true },
]

/** `listKeys`, `listAccountSas`, …: whatever operation the resource has. */
export const listFunction: TemplateFunction = { ...define('list*', 1, 3, list), isRuntime: true }

export const isListFunction = (name: string): boolean => /^list\w*$/i.test(name)
