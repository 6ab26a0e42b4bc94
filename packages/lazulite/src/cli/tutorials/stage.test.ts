import { describe, expect, it } from 'vitest'
import { CliError } from '../cli-error.js'
import type { CliContext } from '../context.js'
import { memoryOutput } from '../test-context.js'
import { type Outcome, Stage, StepFailed } from './stage.js'

function newStage({ isQuiet = false } = {}) {
  const [stdout, stderr] = [memoryOutput(), memoryOutput()]
  const context: CliContext = {
    ...{ env: {}, platform: 'linux', home: '/', workingFolder: '/', stdout, stderr },
    exitWith() {},
  }
  return { stage: new Stage(context, isQuiet), said: stdout.text }
}
const step = (outcome: Outcome, check?: (output: string) => string | undefined) => ({
  ...{ title: 'Say it', command: 'say it', run: async () => outcome },
  ...(check === undefined ? {} : { check }),
})
const problemOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('a step', () => {
  it('is shown with its command and its real output', async () => {
    const { stage, said } = newStage()
    expect(await stage.play(step({ exitStatus: 0, output: 'one\ntwo\n' }))).toBe('one\ntwo\n')
    expect(said()).toBe('1. Say it\n   $ say it\n   one\n   two\n\n')
    expect(stage.records).toEqual([
      {
        step: 'Say it',
        command: 'say it',
        exitStatus: 0,
        output: 'one\ntwo',
        ok: true,
        durationMs: expect.any(Number),
      },
    ])
  })

  it.each<[string, Outcome, ((output: string) => string | undefined) | undefined, string]>([
    ['its program fails', { exitStatus: 3, output: '', complaint: 'curl: (7)\n' }, undefined, 'exit status 3'],
    ['its output is not the expected', { exitStatus: 0, output: 'x' }, () => 'that is not it', 'that is not it'],
  ])('fails when %s, and says so', async (_what, outcome, check, problem) => {
    const { stage, said } = newStage()
    const error = await problemOf(stage.play(step(outcome, check)))
    expect(error).toEqual(new StepFailed(`Say it: ${problem}`))
    expect(said()).toContain(`   failed: ${problem}\n`)
    expect(said()).toContain(outcome.complaint ?? outcome.output)
    expect(stage.records[0]).toMatchObject({ ok: false, problem })
  })

  it('fails when the service refuses', async () => {
    const { stage, said } = newStage()
    const run = () => Promise.reject(new CliError('No.', { code: 'AuthorizationFailed' }))
    expect(await problemOf(stage.play({ title: 'Ask', command: 'ask', run }))).toBeInstanceOf(StepFailed)
    expect(said()).toContain('   AuthorizationFailed: No.\n')
  })

  it('shows of a secret only its beginning, from then on', async () => {
    const { stage, said } = newStage()
    const secret = 'eyJ0eXAiOiJKV1QiLCJhbGciOi'
    await stage.play(step({ exitStatus: 0, output: `{"access_token":"${secret}"}` }), () => secret)
    await stage.play({ ...step({ exitStatus: 0, output: secret }), command: `curl -H "Bearer ${secret}"` })
    expect(said()).not.toContain(secret)
    expect(said()).toContain('curl -H "Bearer eyJ0eXAiOiJK…"')
    expect(JSON.stringify(stage.records)).not.toContain(secret)
  })

  it('is only recorded for --json', async () => {
    const { stage, said } = newStage({ isQuiet: true })
    await problemOf(stage.play(step({ exitStatus: 1, output: 'x' })))
    expect([said(), stage.records.length]).toEqual(['', 1])
  })
})
