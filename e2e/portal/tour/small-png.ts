/**
 * Makes a screenshot small: at most 256 colours, as a picture of a page rarely has more that anybody sees.
 *
 * Source: PNG (Third Edition), W3C. Takes what Chromium writes: 8 bits, RGB or RGBA, not interlaced.
 */
import { crc32, deflateSync, inflateSync } from 'node:zlib'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const mostColours = 256

interface Image {
  readonly width: number
  readonly height: number
  /** One number `0xrrggbb` for each point. */
  readonly points: Uint32Array
}

/** @throws Error for a PNG of another kind */
export function smallPng(png: Buffer): Buffer {
  const { width, height, points } = decode(png)
  const { palette, indexOf } = choosePalette(points)
  const rows = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y++) {
    // the first byte of a row names its filter: none
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = indexOf(points[y * width + x] ?? 0)
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8)
  const colours = Buffer.from(palette.flatMap((colour) => channels(colour)))
  const parts = [chunk('IHDR', header), chunk('PLTE', colours), chunk('IDAT', deflateSync(rows, { level: 9 }))]
  return Buffer.concat([signature, ...parts, chunk('IEND', Buffer.alloc(0))])
}

function decode(png: Buffer): Image {
  const data: Buffer[] = []
  let header: Buffer | undefined
  for (let at = signature.length; at < png.length; ) {
    const length = png.readUInt32BE(at)
    const type = png.toString('latin1', at + 4, at + 8)
    const content = png.subarray(at + 8, at + 8 + length)
    if (type === 'IHDR') header = content
    if (type === 'IDAT') data.push(content)
    at += length + 12
  }
  const [depth, kind, , , interlace] = header?.subarray(8) ?? []
  if (header === undefined || depth !== 8 || (kind !== 2 && kind !== 6) || interlace !== 0) {
    throw new Error('this PNG is of another kind')
  }
  const [width, height, size] = [header.readUInt32BE(0), header.readUInt32BE(4), kind === 2 ? 3 : 4]
  const bytes = unfilter(inflateSync(Buffer.concat(data)), { stride: width * size, height, size })
  const points = new Uint32Array(width * height)
  for (let index = 0; index < points.length; index++) points[index] = bytes.readUIntBE(index * size, 3)
  return { width, height, points }
}

interface Layout {
  readonly stride: number
  readonly height: number
  readonly size: number
}

function unfilter(raw: Buffer, { stride, height, size }: Layout): Buffer {
  const out = Buffer.alloc(stride * height)
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)]
    for (let x = 0; x < stride; x++) {
      const here = y * stride + x
      const left = x < size ? 0 : (out[here - size] ?? 0)
      const up = y === 0 ? 0 : (out[here - stride] ?? 0)
      const corner = x < size || y === 0 ? 0 : (out[here - stride - size] ?? 0)
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] ?? 0
      out[here] = (raw[y * (stride + 1) + 1 + x] ?? 0) + guess
    }
  }
  return out
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}

/** The colours that most points have; the others become the nearest of them. */
function choosePalette(points: Uint32Array) {
  const counts = new Map<number, number>()
  for (const point of points) counts.set(point, (counts.get(point) ?? 0) + 1)
  const palette = [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, mostColours)
    .map(([colour]) => colour)
  const known = new Map(palette.map((colour, index) => [colour, index]))
  return {
    palette,
    indexOf(colour: number): number {
      let index = known.get(colour)
      if (index === undefined) {
        index = nearest(palette, colour)
        known.set(colour, index)
      }
      return index
    },
  }
}

function nearest(palette: readonly number[], colour: number): number {
  const [red, green, blue] = channels(colour)
  let best = 0
  let least = Number.POSITIVE_INFINITY
  for (const [index, candidate] of palette.entries()) {
    const [r, g, b] = channels(candidate)
    const distance = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2
    if (distance < least) [best, least] = [index, distance]
  }
  return best
}

const channels = (colour: number) => [colour >> 16, (colour >> 8) & 255, colour & 255] as const

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  check.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, check])
}
