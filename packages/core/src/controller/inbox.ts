import { CausewayError } from '../errors/causeway-error.ts'

/** A request from an operator, answered when what it asked for is done. */
export interface Command {
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
  readonly done: (result: unknown) => void
  readonly failed: (error: unknown) => void
}

/**
 * One command at a time, handed to the phase that waits for it. A command nobody waits for is refused at once: an order
 * that is carried out an hour later is worse than none.
 */
export class Inbox {
  #waiting: { readonly names: ReadonlySet<string>; readonly take: (command: Command) => void } | null = null

  /** Resolves when the command has been carried out. @throws CW-0305 when the current phase does not take it */
  async send(name: string, args: Readonly<Record<string, unknown>>, refusal: () => string): Promise<unknown> {
    const waiting = this.#waiting
    if (waiting === null || !waiting.names.has(name)) throw new CausewayError('CW-0305', refusal())
    this.#waiting = null
    return await new Promise((done, failed) => waiting.take({ name, args, done, failed }))
  }

  accepts(name: string): boolean {
    return this.#waiting?.names.has(name) ?? false
  }

  /** The next command of one of these names; only one caller waits at a time. */
  async next(names: readonly string[], signal: AbortSignal): Promise<Command> {
    signal.throwIfAborted()
    return await new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#waiting = null
        reject(signal.reason)
      }
      signal.addEventListener('abort', onAbort, { once: true })
      this.#waiting = {
        names: new Set(names),
        take: (command) => {
          signal.removeEventListener('abort', onAbort)
          resolve(command)
        },
      }
    })
  }
}
