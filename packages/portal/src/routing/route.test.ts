import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkTo, parseRoute } from './route.js'

const group = '/subscriptions/s-1/resourceGroups/dev'
const machine = `${group}/providers/Microsoft.Compute/virtualMachines/web 1`

describe('parseRoute', () => {
  it.each([
    ['', { kind: 'home' }],
    ['#', { kind: 'home' }],
    ['#home', { kind: 'home' }],
    ['#Home', { kind: 'home' }],
    ['#@contoso.com/home', { kind: 'home' }],
    ['#browse/Microsoft.Compute%2FvirtualMachines', { kind: 'browse', type: 'Microsoft.Compute/virtualMachines' }],
    ['#browse/Microsoft.Compute/virtualMachines', { kind: 'browse', type: 'Microsoft.Compute/virtualMachines' }],
    ['#create/Microsoft.Compute%2FvirtualMachines', { kind: 'create', type: 'Microsoft.Compute/virtualMachines' }],
    ['#resource/subscriptions/s-1', { kind: 'resource', id: '/subscriptions/s-1', blade: 'overview' }],
    [`#resource${group}`, { kind: 'resource', id: group, blade: 'overview' }],
    [`#resource${group}/users`, { kind: 'resource', id: group, blade: 'users' }],
    [`#@contoso.com/resource${group}/Users`, { kind: 'resource', id: group, blade: 'users' }],
    [`#@contoso.com/resource${machine}/overview`, { kind: 'resource', id: machine, blade: 'overview' }],
    ['#view/entra/users/u-1', { kind: 'view', area: 'entra', path: ['users', 'u-1'] }],
    ['#view/explain', { kind: 'view', area: 'explain', path: [] }],
  ])('reads %s', (hash, expected) => {
    expect(parseRoute(hash)).toEqual({ ...expected, parameters: {} })
  })

  it('reads what stands behind the question mark, whatever it is', () => {
    expect(parseRoute('#view/explain?action=a%2Fread&scope=%2Fsubscriptions%2Fs+1%3F').parameters).toEqual({
      action: 'a/read',
      scope: '/subscriptions/s 1?',
    })
  })

  it.each([
    '#browse',
    '#view',
    '#resource',
    '#resource/dev',
    '#resource/subscriptions/s/resourceGroups/g/a/b',
    '#blade/X',
  ])('knows no page at %s', (hash) => expect(parseRoute(hash)).toMatchObject({ kind: 'unknown', text: hash }))

  it('takes an escape that means nothing as text', () => {
    expect(parseRoute('#view/entra/100%')).toMatchObject({ kind: 'view', path: ['100%'] })
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => parseRoute(`#${text}`) !== undefined))
  })
})

describe('links lead to where they say', () => {
  const segment = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .filter((text) => text.isWellFormed() && !/^\.\.?$/.test(text))
  /** In an id a slash separates; anything else is part of a name. */
  const name = segment.filter((text) => !text.includes('/'))
  const parameters = fc.dictionary(
    segment.filter((text) => text !== '__proto__'),
    fc.string({ unit: 'grapheme' }).filter((text) => text.isWellFormed()),
    { maxKeys: 3 },
  )

  it('to a page that belongs to no resource', () => {
    fc.assert(
      fc.property(name, fc.array(segment), parameters, (area, path, given) => {
        expect(parseRoute(linkTo.view(area, path, given))).toEqual({ kind: 'view', area, path, parameters: given })
      }),
    )
  })

  it('to a list and to a wizard', () => {
    fc.assert(
      fc.property(name, name, parameters, (namespace, kind, given) => {
        const type = `${namespace}/${kind}`
        expect(parseRoute(linkTo.browse(type))).toEqual({ kind: 'browse', type, parameters: {} })
        expect(parseRoute(linkTo.create(type, given))).toEqual({ kind: 'create', type, parameters: given })
      }),
    )
  })

  it('to a page of a resource', () => {
    fc.assert(
      fc.property(name, name, fc.constantFrom('overview', 'users', 'json'), parameters, (group_, vm, blade, given) => {
        const id = `/subscriptions/s-1/resourceGroups/${group_}/providers/Microsoft.Compute/virtualMachines/${vm}`
        expect(parseRoute(linkTo.resource(id, blade, given))).toEqual({
          kind: 'resource',
          id,
          blade,
          parameters: given,
        })
      }),
    )
  })
})
