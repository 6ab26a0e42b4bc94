/** Ids of assignments and grants: the bytes of the guids they are made of, base64url (32 bytes give 43 characters, as in real ones). */
export const opaqueId = (guids: readonly string[]): string =>
  Buffer.from(guids.join('').replaceAll('-', ''), 'hex').toString('base64url')
