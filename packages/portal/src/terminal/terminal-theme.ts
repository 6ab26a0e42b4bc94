/**
 * xterm.js's colours from Fluent's tokens, as they are where the terminal stands: light, dark or high contrast.
 *
 * The sixteen colours of programs (ECMA-48) are a palette for light and one for dark grounds. Decision: each has a contrast of
 * at least 4.5 to its ground; what programs choose themselves is brought there by xterm's `minimumContrastRatio`.
 */
import type { ITheme } from '@xterm/xterm'

const dark: ITheme = {
  ...{ black: '#767676', red: '#ff7b72', green: '#56d364', yellow: '#e3b341' },
  ...{ blue: '#79c0ff', magenta: '#d2a8ff', cyan: '#56d4dd', white: '#d6d6d6' },
  ...{ brightBlack: '#9e9e9e', brightRed: '#ffa198', brightGreen: '#7ee787', brightYellow: '#f2cc60' },
  ...{ brightBlue: '#a5d6ff', brightMagenta: '#e2c5ff', brightCyan: '#87deea', brightWhite: '#ffffff' },
}
const light: ITheme = {
  ...{ black: '#1b1a19', red: '#a4262c', green: '#0b6a0b', yellow: '#7a4b00' },
  ...{ blue: '#0f548c', magenta: '#7719aa', cyan: '#005b70', white: '#616161' },
  ...{ brightBlack: '#605e5c', brightRed: '#b10e1c', brightGreen: '#107c10', brightYellow: '#835b00' },
  ...{ brightBlue: '#0f6cbd', brightMagenta: '#881798', brightCyan: '#006e85', brightWhite: '#424242' },
}

/** @param token value of a custom property, `--colorNeutralBackground1` */
export function terminalTheme(token: (name: string) => string): ITheme {
  const background = token('--colorNeutralBackground1').trim() || '#ffffff'
  const foreground = token('--colorNeutralForeground1').trim() || '#000000'
  const accent = token('--colorCompoundBrandStroke').trim() || foreground
  return {
    ...(isDark(background) ? dark : light),
    ...{ background, foreground, cursor: accent, cursorAccent: background },
    selectionBackground: isDark(background) ? '#ffffff40' : '#00000030',
  }
}

/** Of `#rrggbb` or `#rgb`: relative luminance (WCAG 2.2) below the middle. */
export function isDark(colour: string): boolean {
  const digits = /^#([0-9a-f]{6}|[0-9a-f]{3})/i.exec(colour)?.[1]
  if (digits === undefined) return false
  const size = digits.length / 3
  const channels = [0, 1, 2].map((index) => {
    const value =
      Number.parseInt(digits.slice(index * size, (index + 1) * size).padEnd(2, digits[index] ?? '0'), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  const [red = 0, green = 0, blue = 0] = channels
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.18
}
