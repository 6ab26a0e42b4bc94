/**
 * JSON as deployment clients write it: az sends the text of a template file verbatim behind the unquoted key `template:`.
 */
import type { Json } from '../json.js'
import type { TextPosition } from './template-error.js'

export interface LenientJson {
  readonly value: Json
  /** Position by path from the root, `properties.template.resources[1].type`; `undefined` when nothing is there. */
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

/** @throws LenientJsonError */
export declare function parseLenientJson(text: string): LenientJson
