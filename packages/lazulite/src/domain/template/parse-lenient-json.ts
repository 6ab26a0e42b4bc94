/**
 * JSON as deployment clients write it: az sends the text of a template file verbatim behind the unquoted key `template:`,
 * with its comments, raw line breaks inside strings and trailing commas (recorded requests, 2020-2023).
 *
 * Positions are those the service reports: line and column of an object's or array's opening bracket, of the last character of
 * a text, number or word. Words of a refusal: its JSON library's (Newtonsoft), of which the common ones are known.
 */
import type { Json } from '../json.js'
import type { TextPosition } from './template-error.js'

export interface LenientJson {
  readonly value: Json
  /** Position by path from the root, `properties.template.resources[1].type`; `undefined` when nothing is there, or too much before it. */
  positionOf(path: string): TextPosition | undefined
}

/** The text is not JSON, even read leniently. The message is Newtonsoft's, as ARM puts it into `InvalidRequestContent`. */
export class LenientJsonError extends Error {
  override readonly name = 'LenientJsonError'
  readonly position: TextPosition

  constructor(message: string, position: TextPosition) {
    super(message)
    this.position = position
  }
}

/** Deeper nesting is refused, so that no text can exhaust the stack. */
const maximumDepth = 500

/** Characters of all paths together whose positions are kept: a long name above a long list must not cost their product. */
const mostPathCharacters = 8_000_000

/** @throws LenientJsonError */
export function parseLenientJson(text: string): LenientJson {
  const reader = new Reader(text)
  const value = reader.readDocument()
  return {
    value,
    positionOf: (path) => {
      const offset = reader.offsets.get(path)
      return offset === undefined ? undefined : textPosition(text, offset)
    },
  }
}

function textPosition(text: string, offset: number): TextPosition {
  const before = text.slice(0, offset)
  return { lineNumber: before.split('\n').length, linePosition: offset - before.lastIndexOf('\n') }
}

/** `a.b[0]['c.d']`, as Newtonsoft writes paths. */
export const pathOf = (parent: string, name: string | number): string => {
  if (typeof name === 'number') return `${parent}[${name}]`
  if (/[\s.'"/[\](){}]/.test(name)) return `${parent}['${name}']`
  return parent === '' ? name : `${parent}.${name}`
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }
const words: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['true', true],
  ['false', false],
  ['null', null],
])

class Reader {
  /** Offset of the value at a path. */
  readonly offsets = new Map<string, number>()
  readonly #text: string
  #at = 0
  #pathCharacters = 0

  constructor(text: string) {
    this.#text = text
  }

  readDocument(): Json {
    if (this.#text.charCodeAt(0) === 0xfeff) this.#at++
    const value = this.#readValue('', 0)
    this.#skipBlanks()
    if (this.#at < this.#text.length) {
      this.#refuse(
        `Additional text encountered after finished reading JSON content: ${this.#peek()}. Path '', ${this.#where()}.`,
      )
    }
    return value
  }

  #readValue(path: string, depth: number): Json {
    this.#skipBlanks()
    if (depth > maximumDepth)
      this.#refuse(`The reader's MaxDepth of ${maximumDepth} has been exceeded. ${this.#place(path)}`)
    const start = this.#at
    const character = this.#peek()
    if (character === '{' || character === '[') {
      this.#remember(path, start)
      return character === '{' ? this.#readObject(path, depth) : this.#readArray(path, depth)
    }
    const value = character === '"' || character === "'" ? this.#readText(path) : this.#readWord(path)
    this.#remember(path, this.#at - 1)
    return value
  }

  #remember(path: string, offset: number): void {
    this.#pathCharacters += path.length
    if (this.#pathCharacters <= mostPathCharacters) this.offsets.set(path, offset)
  }

  #readObject(path: string, depth: number): Json {
    this.#at++
    const members = new Map<string, Json>()
    for (;;) {
      this.#skipBlanks()
      if (this.#takeIf('}')) return Object.fromEntries(members)
      const name = this.#readName(path)
      this.#skipBlanks()
      if (!this.#takeIf(':')) {
        this.#refuse(
          `Invalid character after parsing property name. Expected ':' but got: ${this.#peek()}. ${this.#place(path)}`,
        )
      }
      members.set(name, this.#readValue(pathOf(path, name), depth + 1))
      this.#skipBlanks()
      if (this.#takeIf(',')) continue
      if (this.#takeIf('}')) return Object.fromEntries(members)
      this.#refuseAfterValue(pathOf(path, name))
    }
  }

  #readArray(path: string, depth: number): Json {
    this.#at++
    const items: Json[] = []
    for (;;) {
      this.#skipBlanks()
      if (this.#takeIf(']')) return items
      items.push(this.#readValue(pathOf(path, items.length), depth + 1))
      this.#skipBlanks()
      if (this.#takeIf(',')) continue
      if (this.#takeIf(']')) return items
      this.#refuseAfterValue(pathOf(path, items.length - 1))
    }
  }

  #readName(path: string): string {
    const character = this.#peek()
    if (character === '"' || character === "'") return this.#readText(path)
    const name = this.#match(/[\p{L}_$][\p{L}\p{N}_$]*/uy)
    if (name !== undefined) return name
    if (character === '') this.#refuse(`Unexpected end when reading JSON. ${this.#place(path)}`)
    this.#refuse(`Invalid property identifier character: ${character}. ${this.#place(path)}`)
  }

  #readText(path: string): string {
    const quote = this.#peek()
    this.#at++
    let text = ''
    for (;;) {
      const character = this.#peek()
      if (character === '') {
        this.#refuse(`Unterminated string. Expected delimiter: ${quote}. ${this.#place(path)}`)
      }
      this.#at++
      if (character === quote) return text
      text += character === '\\' ? this.#readEscape(path) : character
    }
  }

  #readEscape(path: string): string {
    const character = this.#peek()
    this.#at++
    if (character === 'u') {
      const code = this.#match(/[0-9a-fA-F]{4}/y)
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16))
    } else if (escapes[character] !== undefined) {
      return escapes[character]
    } else if (character === '"' || character === "'" || character === '\\' || character === '/') {
      return character
    }
    this.#refuse(`Bad JSON escape sequence: \\${character}. ${this.#place(path)}`)
  }

  #readWord(path: string): Json {
    const number = this.#match(/-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])/y)
    if (number !== undefined) return Number(number)
    const start = this.#at
    const word = words.get(this.#match(/[A-Za-z]+(?!\w)/y) ?? '')
    if (word !== undefined) return word
    this.#at = start
    if (this.#peek() === '') this.#refuse(`Unexpected end when reading JSON. ${this.#place(path)}`)
    this.#refuse(`Unexpected character encountered while parsing value: ${this.#peek()}. ${this.#place(path)}`)
  }

  #skipBlanks(): void {
    while (this.#match(/[\s\ufeff]+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y) !== undefined);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const [found] = pattern.exec(this.#text) ?? []
    if (found !== undefined) this.#at += found.length
    return found
  }

  #takeIf(character: string): boolean {
    if (this.#peek() !== character) return false
    this.#at++
    return true
  }

  #peek(): string {
    return this.#text.charAt(this.#at)
  }

  #refuseAfterValue(path: string): never {
    if (this.#peek() === '') this.#refuse(`Unexpected end of content while loading JObject. ${this.#place(path)}`)
    this.#refuse(`After parsing a value an unexpected character was encountered: ${this.#peek()}. ${this.#place(path)}`)
  }

  #place(path: string): string {
    return `Path '${path}', ${this.#where()}.`
  }

  #where(): string {
    const { lineNumber, linePosition } = textPosition(this.#text, this.#at)
    return `line ${lineNumber}, position ${linePosition}`
  }

  #refuse(message: string): never {
    throw new LenientJsonError(message, textPosition(this.#text, this.#at))
  }
}
