import { describe, expect, it } from 'vitest'
import { groupType, servicePrincipalType, userType } from '../directory/graph-types.js'
import { GraphError } from '../errors/graph-error.js'
import { type ListOptions, readListOptions } from './list-options.js'

const read = (query: Record<string, string>, isEventual = false, entity = userType): ListOptions =>
  readListOptions(new Map(Object.entries(query)), { entity, isEventual })

function refusal(...question: Parameters<typeof read>): string {
  try {
    read(...question)
    return 'answered'
  } catch (error) {
    if (error instanceof GraphError) return `${error.status} ${error.code}: ${error.message}`
    throw error
  }
}

describe('readListOptions', () => {
  it('without options asks for the first hundred, in no order, with the default members', () => {
    expect(read({})).toEqual({ sort: [], pageSize: 100, counts: false, expand: [] })
  })

  it('reads every option', () => {
    expect(
      read(
        {
          select: 'id, displayName,id',
          expand: 'owners($select=id, displayName),members',
          orderby: 'displayName desc',
          top: '999',
          skiptoken: 'x',
          count: 'TRUE',
        },
        true,
        groupType,
      ),
    ).toEqual({
      select: ['id', 'displayName'],
      expand: [{ relation: 'owners', select: ['id', 'displayName'] }, { relation: 'members' }],
      sort: [{ property: 'displayName', isDescending: true }],
      pageSize: 999,
      skipToken: 'x',
      counts: true,
    })
  })

  it('ignores $count=true without the header, as Microsoft Graph does', () => {
    expect(read({ count: 'true' }).counts).toBe(false)
  })

  it.each([
    [
      { top: '0' },
      "400 Request_UnsupportedQuery: Invalid page size specified: '0'. Must be between 1 and 999 inclusive.",
    ],
    [
      { top: '1000' },
      "400 Request_UnsupportedQuery: Invalid page size specified: '1000'. Must be between 1 and 999 inclusive.",
    ],
    [
      { top: 'x' },
      "400 Request_UnsupportedQuery: Invalid page size specified: 'x'. Must be between 1 and 999 inclusive.",
    ],
    [{ skip: '5' }, "400 Request_BadRequest: '$skip' is not supported by the service."],
    [
      { select: 'colour' },
      "400 BadRequest: Parsing OData Select and Expand failed: Could not find a property named 'colour' on type 'microsoft.graph.user'.",
    ],
    [
      { expand: 'colour' },
      "400 BadRequest: Parsing OData Select and Expand failed: Could not find a property named 'colour' on type 'microsoft.graph.user'.",
    ],
    [{ expand: 'manager' }, '501 NotImplemented: NotImplemented: $expand=manager'],
    [{ expand: 'memberOf($top=1)' }, '501 NotImplemented: NotImplemented: $expand=memberOf($top=1)'],
    [{ orderby: 'jobTitle' }, '400 Request_UnsupportedQuery: Sorting not supported for current query.'],
    [
      { orderby: 'displayName', filter: "startswith(displayName,'a')" },
      '400 Request_UnsupportedQuery: Sorting not supported for current query.',
    ],
    [
      { search: '"displayName:a"' },
      "400 Request_UnsupportedQuery: Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    ],
  ])('refuses %o', (query: Record<string, string>, expected) => expect(refusal(query)).toBe(expected))

  it.each([
    ['displayName:a', 0],
    ['"displayName"', 0],
    ['"displayName:a" AND', 19],
    ['"displayName:a" XOR "displayName:b"', 16],
  ])('refuses the search %s at the offending character', (search, position) => {
    expect(refusal({ search }, true)).toBe(
      `400 BadRequest: Syntax error: character '${search[position] ?? ''}' is not valid at position ${position} in '${search}'.`,
    )
  })

  it('sorts service principals and filtered users only with advanced capabilities', () => {
    const query = { orderby: 'displayName' }
    expect(refusal(query, false, servicePrincipalType)).toContain('Sorting not supported')
    expect(refusal({ ...query, count: 'true' }, true, servicePrincipalType)).toBe('answered')
    expect(refusal({ ...query, count: 'true', filter: "startswith(displayName,'a')" }, true)).toBe('answered')
  })
})
