/** HTML as a value: whatever is put into `html` as text is escaped, so that no page can be written otherwise. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** Pieces are put in as they are, texts escaped; `undefined` and `false` leave nothing. */
export type Piece = string | Html | readonly Html[] | undefined | false

export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return new Html(strings.reduce((text, part, index) => text + toText(pieces[index - 1]) + part))
}

function toText(piece: Piece): string {
  if (piece === undefined || piece === false) return ''
  if (typeof piece === 'string') return escapeHtml(piece)
  return piece instanceof Html ? piece.text : piece.map(({ text }) => text).join('')
}

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`)
