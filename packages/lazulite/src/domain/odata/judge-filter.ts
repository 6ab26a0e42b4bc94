/**
 * Is this `$filter` one that Microsoft Graph's directory answers?
 *
 * Order of checks, for each part from left to right: the property exists, its type fits the value, it can be filtered,
 * the operator is possible. Source: "Advanced query capabilities on Microsoft Entra ID objects"; texts from public threads
 * (see `errors/graph-error.ts`).
 */
import { GraphError } from '../errors/graph-error.js'
import { type EntityType, missingProperty, type PropertyType, propertyOf } from './entity-type.js'
import type { FilterExpression, FilterFunction, Literal, PropertyPath } from './filter-expression.js'

export interface FilterQuestion {
  readonly entity: EntityType
  /** The header `ConsistencyLevel: eventual` and `$count=true` were both sent. */
  readonly isAdvanced: boolean
}

/** @throws GraphError `InvalidFilter`, `PropertyNotFilterable`, `OperatorNeedsAdvanced`, `FunctionNeedsAdvanced`, `UnsupportedQuery` */
export function requireAnswerableFilter(expression: FilterExpression, question: FilterQuestion): void {
  switch (expression.kind) {
    case 'and':
    case 'or':
      requireAnswerableFilter(expression.left, question)
      requireAnswerableFilter(expression.right, question)
      return
    case 'not':
      if (!question.isAdvanced) throw new GraphError('FunctionNeedsAdvanced', { operator: 'NOT' })
      requireAnswerableFilter(expression.operand, question)
      return
    case 'any':
    case 'all':
      requireLambda(expression, question)
      return
    case 'compare': {
      if (expression.path.at(-1) === '$count') {
        requireCount(expression.path, question)
        return
      }
      const property = requireProperty(expression.path, question)
      requireFittingType(property, expression.value, expression.operator)
      requireFilterable(property, expression.path, question)
      if (expression.operator === 'ne') requireAdvanced('NotEqualsMatch', question)
      if (expression.operator === 'eq' || expression.operator === 'ne') return
      if (property.type !== 'DateTimeOffset' && !question.isAdvanced) throw new GraphError('UnsupportedQuery')
      return
    }
    case 'in': {
      const property = requireProperty(expression.path, question)
      for (const value of expression.values) requireFittingType(property, value, 'eq')
      requireFilterable(property, expression.path, question)
      return
    }
    case 'call': {
      const property = requireProperty(expression.path, question)
      requireFittingType(property, expression.value, 'eq')
      requireFilterable(property, expression.path, question)
      requireFunction(expression.name, property, { path: expression.path, question })
      return
    }
  }
}

type Lambda = Extract<FilterExpression, { kind: 'any' | 'all' }>

function requireLambda({ kind, path, lambda }: Lambda, question: FilterQuestion): void {
  const property = requireProperty(path, question)
  if (property.isCollection !== true) throw new GraphError('InvalidFilter', { reason: missingLambdaTarget })
  requireFilterable(property, path, question)
  if (kind === 'all' || lambda === undefined) requireAdvanced(kind === 'all' ? 'AllMatch' : 'AnyMatch', question)
  if (lambda === undefined) return
  // members of a text collection are asked for by the variable alone; those of objects are not described further
  const member: EntityType = {
    ...question.entity,
    properties: {
      [lambda.variable]: { type: property.type, filter: 'default', functions: property.functions ?? [] },
    },
  }
  requireAnswerableFilter(lambda.predicate, { ...question, entity: member })
}

const missingLambdaTarget = 'Any/All may only be used following a collection.' // the wording of Microsoft's OData library

function requireProperty(path: PropertyPath, { entity }: FilterQuestion): PropertyType {
  const [name = '', ...below] = path
  const property = propertyOf(entity, name)
  if (property === undefined) throw new GraphError('InvalidFilter', { reason: missingProperty(entity, name) })
  // below a complex property every member is text, as far as the directory filters there at all
  return below.length === 0 || property.type !== 'Complex' ? property : { ...property, type: 'String' }
}

const edm = (type: string): string => (type === 'Complex' ? 'Edm.ComplexType' : `Edm.${type}`)
const kinds = {
  eq: 'Equal',
  ne: 'NotEqual',
  gt: 'GreaterThan',
  ge: 'GreaterThanOrEqual',
  lt: 'LessThan',
  le: 'LessThanOrEqual',
}

function requireFittingType(property: PropertyType, value: Literal, operator: keyof typeof kinds): void {
  if (value.type === 'Null' || value.type === property.type) return
  if (property.type === 'Guid' && value.type === 'String') return
  throw new GraphError('InvalidFilter', {
    reason: `A binary operator with incompatible types was detected. Found operand types '${edm(property.type)}' and '${edm(value.type)}' for operator kind '${kinds[operator]}'.`,
  })
}

function requireFilterable(property: PropertyType, path: PropertyPath, { entity, isAdvanced }: FilterQuestion): void {
  if (property.filter === 'default' || (property.filter === 'advanced' && isAdvanced)) return
  throw new GraphError('PropertyNotFilterable', { property: path.join('/'), resource: entity.resourceName })
}

function requireAdvanced(operator: string, { isAdvanced }: FilterQuestion): void {
  if (!isAdvanced) throw new GraphError('OperatorNeedsAdvanced', { operator })
}

function requireCount(path: PropertyPath, { entity, isAdvanced }: FilterQuestion): void {
  const [relation = ''] = path
  const known = entity.relations.includes(relation) || propertyOf(entity, relation)?.isCollection === true
  if (!known) throw new GraphError('InvalidFilter', { reason: missingProperty(entity, relation) })
  if (!isAdvanced) throw new GraphError('UnsupportedQuery')
  if (propertyOf(entity, relation) === undefined) {
    throw new GraphError('NotImplemented', { what: `$filter by ${path.join('/')}` })
  }
}

function requireFunction(
  name: FilterFunction,
  property: PropertyType,
  { path, question }: { readonly path: PropertyPath; readonly question: FilterQuestion },
): void {
  if (name === 'contains') throw new GraphError('UnsupportedQuery') // the directory has it nowhere
  if (property.functions?.includes(name) !== true) {
    throw new GraphError('PropertyNotFilterable', { property: path.join('/'), resource: question.entity.resourceName })
  }
  if (name === 'endswith' && !question.isAdvanced)
    throw new GraphError('FunctionNeedsAdvanced', { operator: 'endsWith' })
}
