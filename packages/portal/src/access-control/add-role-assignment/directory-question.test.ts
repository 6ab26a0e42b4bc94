import { expect, it } from 'vitest'
import { directoryQuestions } from './directory-question.js'

const searches = (typed: string) =>
  directoryQuestions(typed).map(({ type, path }) => ({
    type,
    search: new URLSearchParams(path.split('?')[1]).get('$search'),
  }))

it('asks for users, groups and applications by the words that were typed', () =>
  expect(searches(' ann ')).toEqual([
    { type: 'user', search: '"displayName:ann" OR "userPrincipalName:ann" OR "mail:ann"' },
    { type: 'group', search: '"displayName:ann" OR "mail:ann"' },
    { type: 'servicePrincipal', search: '"displayName:ann"' },
  ]))

it('escapes what would end the words', () =>
  expect(searches('a"b\\c').at(2)).toEqual({ type: 'servicePrincipal', search: '"displayName:a\\"b\\\\c"' }))

it('asks for the first ones while nothing is typed', () =>
  expect(searches('').map(({ search }) => search)).toEqual([null, null, null]))

it('finds an object by its id', () =>
  expect(directoryQuestions(' ACDD72A7-3385-48ef-bd42-f606fba81ae7')).toEqual([
    { path: '/directoryObjects/acdd72a7-3385-48ef-bd42-f606fba81ae7' },
  ]))
