/** Names in Microsoft.Authorization are GUIDs; a few texts print them without dashes (recorded PrincipalNotFound). */

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export const isGuid = (text: string): boolean => guid.test(text)

/** The 32 hexadecimal digits alone. */
export const withoutDashes = (id: string): string => id.replaceAll('-', '')
