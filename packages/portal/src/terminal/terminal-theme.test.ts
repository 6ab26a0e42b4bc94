import { describe, expect, it } from 'vitest'
import { isDark, terminalTheme } from './terminal-theme.js'

describe('isDark', () => {
  it.each([
    ['#ffffff', false],
    ['#fff', false],
    ['#292929', true],
    ['#000', true],
    ['#2d2c2c', true],
    ['#f5f5f5', false],
    ['not a colour', false],
  ])('%s: %s', (colour, expected) => expect(isDark(colour)).toBe(expected))
})

/** WCAG 2.2 contrast ratio. */
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}
function luminance(colour: string): number {
  const channel = (index: number): number => {
    const value = Number.parseInt(colour.slice(1 + index * 2, 3 + index * 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(0) + 0.7152 * channel(1) + 0.0722 * channel(2)
}

describe('terminalTheme', () => {
  it.each(['#ffffff', '#000000'])('has colours that can be read on %s', (background) => {
    const theme = terminalTheme((name) => (name === '--colorNeutralBackground1' ? background : '#808080'))
    const { black, red, green, yellow, blue, magenta, cyan, white } = theme
    for (const colour of [black, red, green, yellow, blue, magenta, cyan, white]) {
      expect(contrast(colour ?? '', background), colour).toBeGreaterThanOrEqual(4.5)
    }
  })
  it('stands on its own where there are no tokens', () => {
    expect(terminalTheme(() => '')).toMatchObject({ background: '#ffffff', foreground: '#000000' })
  })
})
