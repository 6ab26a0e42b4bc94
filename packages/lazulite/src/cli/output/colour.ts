/**
 * Colour, only where someone sees it.
 *
 * Source: no-color.org (`NO_COLOR` not empty: never), Node's tty documentation (`FORCE_COLOR`: 0 never, else always).
 */
import { styleText } from 'node:util'
import type { CliContext, Output } from '../context.js'

export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string

export function painter(output: Output, env: CliContext['env']): Paint {
  const forced = env.FORCE_COLOR
  const isOn =
    forced !== undefined && forced !== ''
      ? forced !== '0' && forced !== 'false'
      : !env.NO_COLOR && output.isTTY === true && env.TERM !== 'dumb'
  return (style, text) => (isOn ? styleText(style, text, { validateStream: false }) : text)
}
