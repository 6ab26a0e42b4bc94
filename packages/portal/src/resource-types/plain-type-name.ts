/**
 * The name for people of a type that has no folder of its own: `Microsoft.Network/networkInterfaces` is a
 * "Network interface". Decision: from the type's last part, which is how Azure names nearly all of them.
 */
export function plainTypeName(type: string): { readonly singular: string; readonly plural: string } {
  const last = type.split('/').at(-1) ?? type
  const words = last
    // `publicIPAddresses`: public, IP, Addresses
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(' ')
    .map((word) => (/^[A-Z]{2,}$/.test(word) ? word : word.toLowerCase()))
  const plural = capitalised(words.join(' '))
  return { singular: singularOf(plural), plural }
}

const singularOf = (plural: string): string => {
  if (/ies$/.test(plural)) return plural.replace(/ies$/, 'y')
  if (/(ss|sh|ch|x)es$/.test(plural)) return plural.replace(/es$/, '')
  return plural.replace(/([^s])s$/, '$1')
}

const capitalised = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
