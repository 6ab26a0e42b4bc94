/** A condition's tree as text again, for the law that reading it gives the same tree. */
import type { Expression, Literal, Operand } from '../domain/conditions/condition.js'

const sourceWords = { request: 'Request', resource: 'Resource', principal: 'Principal', environment: 'Environment' }

export function printCondition(expression: Expression): string {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.terms.map(printTerm).join(expression.kind === 'and' ? ' AND ' : ' OR ')
    case 'not':
      return `NOT ${printTerm(expression.term)}`
    case 'actionMatches':
      return `ActionMatches{'${expression.pattern}'}`
    case 'subOperationMatches':
      return `SubOperationMatches{'${expression.subOperation}'}`
    case 'exists':
      return `Exists ${printOperand(expression.attribute)}`
    case 'comparison': {
      const { left, quantifier, comparator, right } = expression
      const operator = `${quantifier === undefined ? '' : `${quantifier}:`}${comparator.name}`
      return `${printOperand(left)} ${operator} ${printOperand(right)}`
    }
  }
}

const printTerm = (term: Expression): string =>
  term.kind === 'and' || term.kind === 'or' ? `(${printCondition(term)})` : printCondition(term)

function printOperand(operand: Operand): string {
  if (operand.kind === 'attribute') return `@${sourceWords[operand.source]}[${operand.name}]`
  const values = operand.literals.map(printLiteral).join(', ')
  return operand.isSet ? `{${values}}` : values
}

const printLiteral = ({ kind, value }: Literal): string => (kind === 'text' ? `'${value}'` : value)
