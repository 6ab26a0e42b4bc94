import { expect, it } from 'vitest'
import { flatRows, type GroupNode, rowsOfTree, subscriptionsBelow } from './tenant-tree.js'

const idOf = (name: string) => `/providers/Microsoft.Management/managementGroups/${name}`
const group = (name: string, ...children: GroupNode[]): GroupNode => ({
  ...{ id: idOf(name), name, displayName: name.toUpperCase(), children },
})
const subscription = (name: string): GroupNode => ({ id: `/subscriptions/${name}`, name })

const root = {
  ...{ id: idOf('t'), name: 't' },
  properties: { displayName: 'Root', children: [subscription('s1'), group('b', subscription('s2')), group('a')] },
}

it('lists groups before subscriptions, each below its parent', () =>
  expect(rowsOfTree(root).map(({ displayName, level, parent }) => [displayName, level, parent])).toEqual([
    ['Root', 0, undefined],
    ['A', 1, root.id],
    ['B', 1, root.id],
    ['s2', 2, idOf('b')],
    ['s1', 1, root.id],
  ]))

it('counts the subscriptions at any depth', () => {
  const rows = rowsOfTree(root)
  expect(subscriptionsBelow(rows, root.id)).toBe(2)
  expect(subscriptionsBelow(rows, idOf('b'))).toBe(1)
  expect(subscriptionsBelow(rows, idOf('a'))).toBe(0)
})

it('shows groups without their root flat', () =>
  expect(flatRows([{ ...root, properties: {} }])).toEqual([
    { id: root.id, name: 't', displayName: 't', level: 0, isSubscription: false },
  ]))
