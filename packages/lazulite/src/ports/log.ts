/** The operator's log: constant lower-case message, facts as fields (pino's calling convention). */
export interface Log {
  debug(facts: object, message: string): void
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}
