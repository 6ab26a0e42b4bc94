import { describe, expect, it } from 'vitest'
import { endByNumber, openTerminal } from './terminal.js'

describe('endByNumber', () => {
  it.each([
    [7, 0, { status: 7 }],
    [7, undefined, { status: 7 }],
    [0, 15, { signal: 'SIGTERM' }],
    [0, 9, { signal: 'SIGKILL' }],
    [0, 63, { status: 191 }],
  ])('status %i, signal %j', (status, signal, expected) => expect(endByNumber(status, signal)).toEqual(expected))
})

describe('a program at a terminal', () => {
  const sh = (script: string) => ({
    ...{ file: 'sh', arguments: ['-c', script], environment: { PATH: process.env.PATH }, cwd: '/' },
  })
  const text = async (output: AsyncIterable<Buffer>): Promise<string> => {
    const parts: Buffer[] = []
    for await (const part of output) parts.push(part)
    return Buffer.concat(parts).toString()
  }

  it('has the size and the kind that were asked for', async () => {
    const program = await openTerminal(sh('stty size; echo $TERM; exit 3'), { kind: 'vt100', columns: 91, rows: 23 })
    expect([await text(program.output), await program.ended]).toEqual(['23 91\r\nvt100\r\n', { status: 3 }])
  })
  it('has a usual size when the client’s has none', async () => {
    const program = await openTerminal(sh('stty size'), { kind: 'dumb', columns: 0, rows: 0 })
    expect(await text(program.output)).toBe('24 80\r\n')
  })
  it('passes bytes on as they are, and the end of input as Ctrl-D', async () => {
    const program = await openTerminal(sh('stty -echo; echo ready; cat'), { kind: 'dumb', columns: 80, rows: 24 })
    const shown = text(program.output)
    program.input.write(Buffer.from([0xc3]))
    program.input.write(Buffer.from([0xa4, 0x0a]))
    program.input.end()
    expect([(await shown).split('\r\n').at(-2), await program.ended]).toEqual(['ä', { status: 0 }])
  })
  it('ends by a signal', async () => {
    const program = await openTerminal(sh('exec sleep 1000'), { kind: 'dumb', columns: 80, rows: 24 })
    program.output.resume()
    program.signal('SIGKILL')
    expect(await program.ended).toEqual({ signal: 'SIGKILL' })
  })
})
