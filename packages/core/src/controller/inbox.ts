import { CausewayError } from '../errors/causeway-error.ts'

/** A request from an operator, answered when what it asked for is done. */
export interface Command {
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
  readonly done: (result: unknown) => void
  readonly failed: (error: unknown) => void
}

interface Waiting {
  readonly names: ReadonlySet<string>
  readonly take: (command: Command) => void
}

/**
 * One command at a time, handed to whoever waits for it. A command nobody waits for is refused at once: an order that is
 * carried out an hour later is worse than none.
 */
export class Inbox {
  readonly #waiting = new Set<Waiting>()
  #carryingOut: string | null = null

  /** The command that was taken and is not answered yet. */
  get carryingOut(): string | null {
    return this.#carryingOut
  }

  /** Resolves when the command has been carried out. @throws CW-0305 when nobody takes it now */
  async send(name: string, args: Readonly<Record<string, unknown>>, refusal: () => string): Promise<unknown> {
    const waiting = this.#waitingFor(name)
    if (waiting === undefined) throw new CausewayError('CW-0305', refusal())
    this.#waiting.delete(waiting)
    this.#carryingOut = name
    try {
      return await new Promise((done, failed) => waiting.take({ name, args, done, failed }))
    } finally {
      this.#carryingOut = null
    }
  }

  accepts(name: string): boolean {
    return this.#waitingFor(name) !== undefined
  }

  /** The next command of one of these names, which nobody else may be waiting for. */
  async next(names: readonly string[], signal: AbortSignal): Promise<Command> {
    signal.throwIfAborted()
    return await new Promise((resolve, reject) => {
      const waiting: Waiting = {
        names: new Set(names),
        take: (command) => {
          signal.removeEventListener('abort', onAbort)
          resolve(command)
        },
      }
      const onAbort = () => {
        this.#waiting.delete(waiting)
        reject(signal.reason)
      }
      signal.addEventListener('abort', onAbort, { once: true })
      this.#waiting.add(waiting)
    })
  }

  #waitingFor(name: string): Waiting | undefined {
    return this.#carryingOut === null ? [...this.#waiting].find(({ names }) => names.has(name)) : undefined
  }
}
