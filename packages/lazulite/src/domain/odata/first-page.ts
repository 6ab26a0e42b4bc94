/** `$top` of a list: at most so many items; anything but a whole number above 0 asks for all of them (Decision). */
export function firstPage<T>(items: readonly T[], top: string | undefined): readonly T[] {
  const count = Number.parseInt(top ?? '', 10)
  return Number.isInteger(count) && count > 0 ? items.slice(0, count) : items
}
