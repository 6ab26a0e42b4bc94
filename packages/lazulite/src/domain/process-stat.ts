/**
 * When a process started, from the text of `/proc/<pid>/stat`: with it, a pid names one process for ever.
 *
 * Source: proc_pid_stat(5): field 2 is the program's name in parentheses, field 3 the state, field 22 the start time.
 */

/** Clock ticks since boot; `undefined` for a process that has ended (a zombie) and for a text that is no such file's. */
export function startTicksIn(stat: string): string | undefined {
  // The name may hold spaces and parentheses; what follows its last parenthesis starts with the state.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = fields[19]
  const isOver = fields[0] === 'Z' || fields[0] === 'X'
  return isOver || ticks === undefined || !/^\d+$/.test(ticks) ? undefined : ticks
}
