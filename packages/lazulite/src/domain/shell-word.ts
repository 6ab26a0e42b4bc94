/** One word of a POSIX shell's command line: plain when harmless, else in single quotes (POSIX.1-2017 Shell 2.2.2). */
export const shellWord = (value: string): string =>
  /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`
