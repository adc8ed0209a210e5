import { request } from 'node:http'
import { createInterface } from 'node:readline'
import { CausewayError } from '../errors/causeway-error.ts'
import { ERRORS, type ErrorCode } from '../errors/registry.ts'
import type { Message } from '../messages/message.ts'
import { socketPath } from './socket-path.ts'
import type { IncomingMessage } from 'node:http'

/** Talks to the controller of a state directory. @throws CW-0306 when none is running */
export class ControlClient {
  readonly #path: string

  constructor(stateDir: string) {
    this.#path = socketPath(stateDir)
  }

  async status(signal: AbortSignal): Promise<unknown> {
    return await this.#exchange('GET', '/status', null, signal)
  }

  async command(name: string, args: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<unknown> {
    return await this.#exchange('POST', `/commands/${name}`, args, signal)
  }

  /** Messages from now on; ends when the controller does, however it ends. */
  async *messages(signal: AbortSignal): AsyncGenerator<Message> {
    const response = await this.#send('GET', '/messages', null, signal)
    try {
      for await (const line of createInterface({ input: response })) yield JSON.parse(line) as Message
    } catch (error) {
      signal.throwIfAborted()
      if (!isCutOff(error)) throw error
    }
  }

  async #exchange(method: string, path: string, body: unknown, signal: AbortSignal): Promise<unknown> {
    const text = await this.#answerTo(method, path, body, signal)
    const answer = JSON.parse(text) as {
      data?: unknown
      error?: { code: string; message: string; data?: Record<string, unknown> }
    }
    if (answer.error === undefined) return answer.data
    const code = answer.error.code in ERRORS ? (answer.error.code as ErrorCode) : 'CW-0101'
    throw new CausewayError(code, answer.error.message, { data: answer.error.data ?? {} })
  }

  /** @throws CW-0306 when the controller ends before it has answered */
  async #answerTo(method: string, path: string, body: unknown, signal: AbortSignal): Promise<string> {
    try {
      const response = await this.#send(method, path, body, signal)
      let text = ''
      for await (const chunk of response) text += String(chunk)
      return text
    } catch (cause) {
      signal.throwIfAborted()
      if (!isCutOff(cause)) throw cause
      throw new CausewayError(
        'CW-0306',
        'the controller ended before it answered; what it was told may be done or not',
        { cause },
      )
    }
  }

  async #send(method: string, path: string, body: unknown, signal: AbortSignal): Promise<IncomingMessage> {
    return await new Promise((resolve, reject) => {
      const outgoing = request({ socketPath: this.#path, method, path, signal }, resolve)
      outgoing.once('error', (error: NodeJS.ErrnoException) => {
        const absent = error.code === 'ENOENT' || error.code === 'ECONNREFUSED'
        reject(absent ? notRunning(this.#path, error) : error.code === 'ECONNRESET' ? stopped(error) : error)
      })
      outgoing.end(body === null ? undefined : JSON.stringify(body))
    })
  }
}

function notRunning(path: string, cause: Error): CausewayError {
  return new CausewayError(
    'CW-0306',
    `no controller is running for this migration (nothing listens on ${path}); start it with: causeway run`,
    {
      cause,
    },
  )
}

function stopped(cause: Error): CausewayError {
  return new CausewayError('CW-0306', 'the controller ended before it answered; causeway status says how far it is', {
    cause,
  })
}

/** The other end of the socket went away in the middle. */
function isCutOff(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
}
