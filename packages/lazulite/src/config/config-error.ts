/** What is wrong with the configuration or the data folder, as one line that names the place to mend. */

export type ConfigErrorCode =
  | 'unknownOption'
  /** In the file or the environment. */
  | 'invalidOption'
  /** On the command line. */
  | 'invalidFlag'
  | 'unreadableFile'
  | 'unsafeListener'
  | 'notAFolder'
  | 'notYours'
  | 'readOnly'
  | 'inUse'

export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly code: ConfigErrorCode

  constructor(code: ConfigErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
