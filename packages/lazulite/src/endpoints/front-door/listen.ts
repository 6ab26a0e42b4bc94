/** Listening, with errors that say what to do. */
import type { Server } from 'node:net'

/** The message is one line for the person who started the program. */
export class FrontDoorError extends Error {
  override readonly name = 'FrontDoorError'
  readonly code: 'portInUse' | 'cannotListen'
  constructor(code: FrontDoorError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** @throws FrontDoorError */
export function listenOn(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause: NodeJS.ErrnoException): void => {
      reject(
        cause.code === 'EADDRINUSE'
          ? new FrontDoorError(
              'portInUse',
              `port ${port} on ${host} is in use by another program; choose another with --port N (0 = any free one)`,
              { cause },
            )
          : new FrontDoorError(
              'cannotListen',
              `cannot listen on ${host} port ${port}: ${cause.code ?? cause.message}`,
              {
                cause,
              },
            ),
      )
    }
    server.once('error', fail)
    server.listen({ host, port }, () => {
      server.off('error', fail)
      resolve()
    })
  })
}
