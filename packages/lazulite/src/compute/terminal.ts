/**
 * A program at a terminal, `@lydell/node-pty` as two streams of bytes.
 *
 * The library ends reading some 200 ms after the program has ended, read or not (observed with 1.1.0). So it is slowed
 * down only when much has piled up, and then the kernel's own buffer holds little that could be lost. What is typed faster
 * than the program reads waits in the library's own socket, which is not among its types; `Reflect` finds it.
 */
import { Socket } from 'node:net'
import { constants } from 'node:os'
import { Readable, Writable } from 'node:stream'
import type { MachineProgram, ProgramEnd, RunningProgram } from '../ports/machine-programs.js'
import type { EnterCommand } from './netns/enter.js'

const mostBuffered = 1 << 20
const mostColumns = 10_000

/** @throws Error when the program cannot be started, or this platform has no terminals for us */
export async function openTerminal(
  command: EnterCommand,
  { kind, ...size }: NonNullable<MachineProgram['terminal']>,
): Promise<RunningProgram> {
  const { spawn } = (await import('@lydell/node-pty')).default
  const { columns, rows } = within(size)
  const terminal = spawn(command.file, [...command.arguments], {
    ...{ name: kind, cols: columns, rows, cwd: command.cwd, encoding: null },
    env: { ...command.environment, TERM: kind },
  })
  const output = new Readable({ highWaterMark: mostBuffered, read: () => terminal.resume() })
  terminal.onData((part) => {
    if (!output.push(part)) terminal.pause()
  })
  const ended = new Promise<ProgramEnd>((done) => {
    terminal.onExit(({ exitCode, signal }) => {
      output.push(null)
      done(endByNumber(exitCode, signal))
    })
  })
  const endOfTransmission = Buffer.of(4)
  return {
    input: new Writable({
      // without an encoding the library passes bytes on as they are, whatever its types say
      write(part: Buffer, _, done) {
        terminal.write(part as unknown as string)
        const socket: unknown = Reflect.get(terminal, '_socket')
        if (!(socket instanceof Socket) || !socket.writableNeedDrain) return done()
        const go = (): void => {
          socket.off('drain', go).off('close', go)
          done()
        }
        socket.on('drain', go).on('close', go)
      },
      final(done) {
        terminal.write(endOfTransmission as unknown as string)
        done()
      },
    }),
    output,
    resize(next) {
      const { columns: cols, rows: lines } = within(next)
      terminal.resize(cols, lines)
    },
    signal: (name) => terminal.kill(name),
    ended,
  }
}

/** A terminal without a size is said to have 0 columns (RFC 4254 section 6.2). */
const within = ({ columns, rows }: { columns: number; rows: number }) => ({
  columns: columns > 0 ? Math.min(columns, mostColumns) : 80,
  rows: rows > 0 ? Math.min(rows, mostColumns) : 24,
})

/** `SIGTERM` for 15; a number without a name here is told as a shell would. */
export function endByNumber(status: number, signal: number | undefined): ProgramEnd {
  if (signal === undefined || signal === 0) return { status }
  const names = Object.entries(constants.signals) as [NodeJS.Signals, number][] // the keys are signals
  const name = names.find(([, number]) => number === signal)?.[0]
  return name === undefined ? { status: 128 + signal } : { signal: name }
}
