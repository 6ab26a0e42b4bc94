import { expect, it } from 'vitest'
import { recentResources, withNewest } from './recent.js'

const recent = (id: string) => ({ id, name: id })

it('puts the newest in front, each once', () =>
  expect(withNewest([recent('/a'), recent('/b')], recent('/B'))).toEqual([recent('/B'), recent('/a')]))

it('keeps twelve', () => {
  const many = Array.from({ length: 12 }, (_, index) => recent(`/${index}`))
  const kept = withNewest(many, recent('/new'))
  expect(kept).toHaveLength(12)
  expect(kept.at(-1)).toEqual(recent('/10'))
})

it('is empty where the browser keeps nothing', () => expect(recentResources('p')).toEqual([]))
