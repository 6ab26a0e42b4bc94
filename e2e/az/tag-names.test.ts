/** `az tag` without a resource: the older catalogue of names and values. */
import { beforeAll, describe } from 'vitest'
import { Terminal } from './az.ts'
import { play } from './play.ts'

describe('az tag names', () => {
  const terminal = new Terminal('az-tag-names')
  beforeAll(() => terminal.signIn())
  play(terminal, [
    { says: 'makes a tag name', run: 'az tag create -n department', gives: { tagName: 'department' } },
    {
      says: 'gives it a value',
      run: 'az tag add-value -n department --value it',
      gives: { tagValue: 'it' },
    },
    {
      says: 'lists it with its value',
      run: 'az tag list --query "[?tagName==\'department\'].{name:tagName, values:values[].tagValue}"',
      gives: [{ name: 'department', values: ['it'] }],
    },
    { says: 'takes the value away', run: 'az tag remove-value -n department --value it', gives: '' },
    { says: 'takes the name away', run: 'az tag delete -n department --yes', gives: '' },
  ])
})
