/** A few texts of Microsoft.Authorization print ids without dashes (recorded PrincipalNotFound): the 32 hexadecimal digits alone. */
export const withoutDashes = (id: string): string => id.replaceAll('-', '')
